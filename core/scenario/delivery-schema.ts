import { choice, flag } from '#core/schema/choice.ts'
import { bytes, count, ms, ratio } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import type { Value } from '#core/schema.ts'
import { distribution } from './distribution-schema.ts'
import { policyOf } from './policy-schema.ts'

const KIB = 1024
const MIB = 1024 * KIB

interface TierDefaults {
  readonly pagesMax: number
  readonly capacityBytes: number
  readonly ttlMsMin: number
  readonly ttlMsMax: number
  readonly cacheableRatio: number
  readonly lookupMs: number
  readonly coalesces: 'none' | 'share' | 'lock'
}

const tierFields = (o: TierDefaults) => ({
  isEnabled: flag({ default: true, meaning: 'this cache stands on the way' }),
  pagesMax: count({
    min: 1,
    max: 10_000_000,
    default: o.pagesMax,
    meaning: 'pages that one such cache can hold',
  }),
  capacityBytes: bytes({ default: o.capacityBytes, meaning: 'bytes that one such cache can hold, 0 is any' }),
  eviction: policyOf('eviction', 'lru', 'which page leaves a full cache'),
  ttlMsMin: ms({ default: o.ttlMsMin, meaning: 'shortest freshness of a page here, from when it was made' }),
  ttlMsMax: ms({ default: o.ttlMsMax, meaning: 'longest freshness of a page here' }),
  cacheableRatio: ratio({ default: o.cacheableRatio, meaning: 'share of pages that may be held here' }),
  staleIfErrorMs: ms({
    max: 86_400_000,
    default: 0,
    meaning: 'how long an outdated copy may stand in for a failure',
  }),
  lookupMs: ms({ max: 60_000, default: o.lookupMs, meaning: 'time to look a page up' }),
  coalesces: choice({
    values: ['none', 'share', 'lock'],
    default: o.coalesces,
    meaning:
      'none: each miss goes on; share: the others get the answer of the first; lock: they look again when it is done',
  }),
  lockAgeMs: ms({
    min: 1,
    max: 600_000,
    default: 5000,
    meaning: 'after so long another request may fill, too',
  }),
  lockTimeoutMs: ms({
    max: 600_000,
    default: 5000,
    meaning: 'after so long a waiting request goes on, and its answer is not held',
  }),
  lockPollMs: ms({
    max: 60_000,
    default: 0,
    meaning: 'how often a waiting request looks, 0: it is woken; nginx looks every 500 ms',
  }),
})

/** What caches that many users share have alike. */
const sharedTier = {
  ttlMsMin: 1000,
  ttlMsMax: 3000,
  cacheableRatio: 0.5,
  lookupMs: 0.2,
  coalesces: 'lock',
} as const

const browser = record(
  tierFields({
    pagesMax: 100,
    capacityBytes: 16 * MIB,
    ttlMsMin: 1000,
    ttlMsMax: 5000,
    cacheableRatio: 1,
    lookupMs: 1,
    coalesces: 'none',
  }),
  { rule: ttlsAscend },
)

const edge = record(
  {
    ...tierFields({ ...sharedTier, pagesMax: 100_000, capacityBytes: 256 * MIB }),
    count: count({
      min: 1,
      max: 1000,
      default: 4,
      meaning: 'points of presence, one a region; users are spread evenly',
    }),
    roundTrip: distribution({ shape: 'constant', meanMs: 10, meaning: 'round trip between client and edge' }),
  },
  { rule: ttlsAscend },
)

const regional = record(
  {
    ...tierFields({ ...sharedTier, pagesMax: 1_000_000, capacityBytes: 1024 * MIB }),
    count: count({
      min: 1,
      max: 1000,
      default: 1,
      meaning: 'regional caches; each stands behind as many edges',
    }),
    holds: choice({
      values: ['asked', 'evicted'],
      default: 'asked',
      meaning: 'asked: everything that passes (inclusive); evicted: what its edges give up (exclusive)',
    }),
    roundTrip: distribution({
      shape: 'constant',
      meanMs: 20,
      meaning: 'round trip between edge and regional cache',
    }),
  },
  { rule: ttlsAscend },
)

function ttlsAscend({ ttlMsMin, ttlMsMax }: { readonly ttlMsMin: number; readonly ttlMsMax: number }) {
  if (!(ttlMsMin > ttlMsMax)) return []
  return [
    {
      field: 'ttlMsMin' as const,
      allowed: `at most ttlMax (${ttlMsMax} ms)`,
      message: 'is longer than ttlMax',
    },
  ]
}

/** Caches of pages between the client and the gateway. Off by default: a client then talks to the gateway. */
export const delivery = record({
  isEnabled: flag({ default: false, meaning: 'caches of pages stand before the gateway' }),
  population: count({
    min: 1,
    max: 1_000_000,
    default: 1000,
    meaning: 'users of an open workload, each with a browser; a closed one has its own number',
  }),
  variesByQuery: flag({ default: true, meaning: 'the query is part of the key of these caches' }),
  variesByTenant: flag({ default: true, meaning: 'the tenant is part of the key of these caches' }),
  browser,
  edge,
  regional,
  roundTrip: distribution({
    shape: 'constant',
    meanMs: 20,
    meaning:
      "round trip between the last of edge and regional cache and the gateway; without both, it is the client's",
  }),
})

export type DeliveryConfig = Value<typeof delivery>
export type DeliveryTier = DeliveryConfig['browser']
