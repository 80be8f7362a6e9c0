/** The section `cache` of a scenario: the caches in each node. */
import type { PolicyChoice } from '#core/scenario.ts'
import { choice, flag } from '#core/schema/choice.ts'
import { bytes, count, ms, perSecond, ratio } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import type { Bytes, Ms, PerSecond, Ratio } from '#core/units.ts'
import { policyOf } from './policy-schema.ts'

export interface CacheConfig {
  readonly isEnabled: boolean
  readonly l1CapacityCount: number
  readonly l2CapacityCount: number
  /** 0: no bound in bytes. */
  readonly l1MemoryBytes: Bytes
  readonly l2MemoryBytes: Bytes
  readonly eviction: PolicyChoice
  readonly admission: PolicyChoice
  readonly expiry: PolicyChoice
  readonly singleFlight: boolean
  /** What the levels have to do with each other (see core/cache/node/tiers.ts). */
  readonly inclusion: 'independent' | 'inclusive' | 'exclusive'
  /**
   * through: the database has a write before it is acknowledged, and the node keeps the copy. around: the node keeps none. behind: it is
   * acknowledged when the node has it, and goes to the database later.
   */
  readonly writes: 'through' | 'around' | 'behind'
  readonly writeBehind: WriteBehindConfig
  readonly writeWeights: WriteWeightsConfig
  /** Guesses pages that will be asked for. */
  readonly prefetch: PolicyChoice
  /** Nothing is loaded ahead while the node is busier. */
  readonly prefetchBelowUtilisation: Ratio
  /** Nothing is loaded ahead while a smaller share of the guesses came true. */
  readonly prefetchAccuracyMin: Ratio
  readonly share: ShareConfig
}

export interface WriteBehindConfig {
  readonly delayMs: Ms
  readonly pendingCount: number
  readonly triesCount: number
}

export interface WriteWeightsConfig {
  readonly isEnabled: boolean
  readonly ratePerSecond: PerSecond
  readonly burstCount: number
  readonly periodMs: Ms
}

export interface ShareConfig {
  readonly isEnabled: boolean
  readonly divides: PolicyChoice
  readonly sizing: PolicyChoice
  /** Share of an even part that each tenant keeps whatever its curve. */
  readonly leastRatio: Ratio
  readonly periodMs: Ms
}

const behind = record({
  delayMs: ms({ min: 1, default: 50, meaning: 'time between two flushes to the database' }),
  pendingCount: count({
    min: 1,
    max: 1_000_000,
    default: 1000,
    meaning: 'keys that may wait for the database; further writes go through',
  }),
  triesCount: count({ min: 1, max: 1000, default: 5, meaning: 'tries of a write that the database refuses' }),
})

const weights = record({
  isEnabled: flag({ default: false, meaning: 'written copies pay for their place in L2, hot keys less' }),
  ratePerSecond: perSecond({ min: 1e-3, default: 100, meaning: 'tokens added per second' }),
  burstCount: count({ min: 1, default: 100, meaning: 'tokens the bucket can hold' }),
  periodMs: ms({
    min: 1,
    default: 1000,
    meaning: 'time between two evaluations of how often keys are read',
  }),
})

const share = record({
  isEnabled: flag({ default: false, meaning: 'each tenant has a part of L1 and of L2' }),
  divides: policyOf('share', 'even', 'how the room is divided'),
  sizing: policyOf('sizing', 'mattson', 'how the miss-ratio curve of a tenant is estimated'),
  leastRatio: ratio({
    default: 0.25,
    meaning: 'share of an even part that each tenant keeps, whatever its curve',
  }),
  periodMs: ms({ min: 1, default: 5000, meaning: 'time between two divisions' }),
})

/** Each tenant that has a part of a level has room for a copy there. */
export function tenantsHaveRoom(s: {
  readonly workload: { readonly tenants: number }
  readonly cache: CacheConfig
}) {
  const { isEnabled, share, l1CapacityCount, l2CapacityCount } = s.cache ?? {}
  const { tenants } = s.workload ?? {}
  const isShort = Math.min(l1CapacityCount, l2CapacityCount) < tenants
  if (!(isEnabled && share?.isEnabled && isShort)) return []
  return [
    {
      field: 'cache' as const,
      allowed: `l1Capacity and l2Capacity of at least ${tenants}, the number of tenants`,
      message: 'is too small for share, which gives each tenant a part of both levels',
    },
  ]
}

/** A policy that tunes itself by bytes needs to know how many there are. */
const bytesAreKnown = (c: CacheConfig) =>
  c.admission?.policy === 'adapt-size' && !(c.l1MemoryBytes > 0 && c.l2MemoryBytes > 0)
    ? [
        {
          field: 'admission' as const,
          allowed: 'adapt-size with l1Memory and l2Memory above 0, or another policy',
          message: 'has no capacity in bytes to go by',
        },
      ]
    : []

const fields = {
  isEnabled: flag({ default: true, meaning: 'in-process cache in each node' }),
  l1CapacityCount: count({
    min: 1,
    max: 10_000_000,
    default: 1000,
    meaning: 'fragments in the first tier of a node',
  }),
  l2CapacityCount: count({
    min: 1,
    max: 10_000_000,
    default: 10_000,
    meaning: 'fragments in the second tier of a node',
  }),
  l1MemoryBytes: bytes({ default: 0, meaning: 'memory of the first tier of a node, 0 is unbounded' }),
  l2MemoryBytes: bytes({ default: 0, meaning: 'memory of the second tier of a node, 0 is unbounded' }),
  eviction: policyOf('eviction', 'lru', 'which fragment leaves a full tier'),
  admission: policyOf('admission', 'always', 'which fragments may come into a tier'),
  expiry: policyOf('expiry', 'fixed-ttl', 'how long a fragment is fresh'),
  singleFlight: flag({ default: true, meaning: 'concurrent misses of a fragment share one load' }),
  inclusion: choice({
    values: ['independent', 'inclusive', 'exclusive'],
    default: 'independent',
    meaning: 'whether L2 holds what L1 holds: as it comes, always, never',
  }),
  writes: choice({
    values: ['through', 'around', 'behind'],
    default: 'through',
    meaning: 'through: the writing node keeps the copy; around: none; behind: the database gets it later',
  }),
  writeBehind: behind,
  writeWeights: weights,
  prefetch: policyOf('prefetch', 'none', 'which pages are loaded ahead'),
  prefetchBelowUtilisation: ratio({
    default: 0.5,
    meaning: 'utilisation of the node from which nothing is loaded ahead',
  }),
  prefetchAccuracyMin: ratio({
    default: 0.3,
    meaning: 'share of the guesses that must have come true lately for pages to be loaded ahead',
  }),
  share,
}

export const cache = record(fields, { rule: (c) => bytesAreKnown(c as CacheConfig) })
