import { flag } from '#core/schema/choice.ts'
import { bytes, ms, number } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import type { Value } from '#core/schema.ts'
import { distribution } from './distribution-schema.ts'
import { policyOf } from './policy-schema.ts'

const MIB = 1_048_576

const memcached = record({
  isEnabled: flag({ default: false, meaning: 'a memcached-like cache on the machine of each node' }),
  memoryBytes: bytes({ min: MIB, default: 64 * MIB, meaning: 'memory for items, in pages of 1 MiB' }),
  growthFactor: number({
    min: 1.05,
    max: 4,
    default: 1.25,
    meaning: 'size of chunks in relation to the class below',
  }),
  itemBytesMax: bytes({ min: 1024, max: MIB, default: MIB, meaning: 'largest item, with its header' }),
  ttlMs: ms({ min: 1, max: 86_400_000, default: 60_000, meaning: 'freshness of an item' }),
  roundTrip: distribution({ shape: 'lognormal', meanMs: 0.1, cv: 0.5, meaning: 'time of an operation' }),
})

const files = record({
  isEnabled: flag({
    default: false,
    meaning: 'a folder of files on the machine of each node, which outlives its process',
  }),
  capacityBytes: bytes({ min: 4096, default: 1024 * MIB, meaning: 'room on the disk' }),
  pageCacheBytes: bytes({
    min: 0,
    default: 64 * MIB,
    meaning: 'memory in which the system keeps files it has read or written',
  }),
  eviction: policyOf('eviction', 'lru', 'which file leaves a full disk'),
  ttlMs: ms({ min: 1, max: 604_800_000, default: 600_000, meaning: 'freshness of a file' }),
  memoryRead: distribution({
    shape: 'lognormal',
    meanMs: 0.1,
    cv: 0.5,
    meaning: 'time to read a file that is in memory',
  }),
  diskRead: distribution({
    shape: 'lognormal',
    meanMs: 1,
    cv: 1,
    meaning: 'time to read a file from the disk',
  }),
})

/** Caches outside the process of a node, on its machine. Off by default. */
export const lowerTiers = record({ memcached, files })

export type LowerTiersConfig = Value<typeof lowerTiers>
