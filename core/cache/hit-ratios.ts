/**
 * Hit ratios of each cache on the way of a page and of all of them together, from counters, by objects and by bytes: the same for the
 * simulator and the server. Pages before the nodes, fragments inside them.
 *
 * End to end by bytes is exact: the bytes that were read, less those that the origin had to make, over the bytes that were read. By objects
 * it adds pages and fragments as they were looked up; a page looked up in vain at the gateway counts beside its fragments.
 */

import type { HttpCacheCounters } from '#core/flow/http-cache.ts'
import type { NodeCounters } from '#core/flow/node.ts'
import type { Bytes, Ratio } from '#core/units.ts'
import type { LowerTier } from './beside/lower-tiers.ts'

export interface TierCounts {
  readonly lookups: number
  readonly hits: number
  /** Of what was looked up. */
  readonly readBytes: Bytes
  readonly hitBytes: Bytes
}

/** Counts by tier, in the order in which a request meets them. */
export type TierTable = Readonly<Record<string, TierCounts>>

/** A cache of pages; a request that was answered by another's fill is a hit. */
export const pageTierCounts = (counters: HttpCacheCounters): TierCounts => ({
  lookups: counters.lookups,
  hits: counters.hits + counters.coalesced,
  readBytes: counters.servedBytes,
  hitBytes: counters.hitBytes,
})

/** The caches of fragments in, beside and behind nodes. */
export function nodeTierCounts(c: NodeCounters, lower: readonly LowerTier[] = []): TierTable {
  const afterL1 = c.readBytes - c.l1HitBytes
  const afterL2 = afterL1 - c.l2HitBytes
  const afterMemcached = afterL2 - c.memcachedHitBytes
  const memcached = {
    lookups: c.memcachedLookups,
    hits: c.memcachedHits,
    readBytes: afterL2,
    hitBytes: c.memcachedHitBytes,
  }
  const files = {
    lookups: c.filesLookups,
    hits: c.filesHits,
    readBytes: afterMemcached,
    hitBytes: c.filesHitBytes,
  }
  return {
    l1: { lookups: c.l1Lookups, hits: c.l1Hits, readBytes: c.readBytes, hitBytes: c.l1HitBytes },
    l2: { lookups: c.l1Lookups - c.l1Hits, hits: c.l2Hits, readBytes: afterL1, hitBytes: c.l2HitBytes },
    ...(lower.includes('memcached') && { memcached }),
    ...(lower.includes('files') && { files }),
    redis: {
      lookups: c.remoteLookups,
      hits: c.remoteHits,
      readBytes: afterMemcached - c.filesHitBytes,
      hitBytes: c.remoteHitBytes,
    },
  }
}

/** All tiers of a system. */
export interface SystemTiers {
  /** Caches of pages before the gateway, in the order in which a request meets them. */
  readonly front: TierTable
  readonly gateway: TierCounts
  /** Caches of fragments, from the first of the nodes on. */
  readonly inner: TierTable
}

type RatioMetrics = Record<string, { value: Ratio; unit: string }>

/** `hitRatio.<tier>` and `byteHitRatio.<tier>` of each tier and end to end, for what happened between two counts. */
export function hitRatioMetrics(from: SystemTiers, to: SystemTiers): RatioMetrics {
  const front = tiersBetween(from.front, to.front)
  const gateway = difference(to.gateway, from.gateway)
  const inner = tiersBetween(from.inner, to.inner)
  const whole = endToEndRatios({ front, gateway, inner })
  const tiers = { ...front, gateway, ...inner }
  return {
    ...ratiosNamed('hitRatio', tiers, hitShare),
    'hitRatio.endToEnd': ratio(whole.objects),
    ...ratiosNamed('byteHitRatio', tiers, byteShare),
    'byteHitRatio.endToEnd': ratio(whole.bytes),
  }
}

/** The same of the caches of fragments alone, as plain numbers. */
export function innerHitRatios(from: TierTable, to: TierTable): Record<string, Ratio> {
  const metrics = tierRatios(tiersBetween(from, to))
  return Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value]))
}

const tierRatios = (tiers: TierTable): RatioMetrics => ({
  ...ratiosNamed('hitRatio', tiers, hitShare),
  ...ratiosNamed('byteHitRatio', tiers, byteShare),
})

const hitShare = ({ hits, lookups }: TierCounts): Ratio => share(hits, lookups)
const byteShare = ({ hitBytes, readBytes }: TierCounts): Ratio => share(hitBytes, readBytes)

const ratiosNamed = (
  name: 'hitRatio' | 'byteHitRatio',
  tiers: TierTable,
  ratioOf: (counts: TierCounts) => Ratio,
): RatioMetrics =>
  Object.fromEntries(
    Object.entries(tiers).map(([tier, counts]) => [`${name}.${tier}`, ratio(ratioOf(counts))]),
  )

const ratio = (value: Ratio) => ({ value, unit: 'ratio' })

const tiersBetween = (from: TierTable, to: TierTable): TierTable =>
  Object.fromEntries(Object.entries(to).map(([tier, counts]) => [tier, difference(counts, from[tier]!)]))

const difference = (to: TierCounts, from: TierCounts): TierCounts => ({
  lookups: to.lookups - from.lookups,
  hits: to.hits - from.hits,
  readBytes: to.readBytes - from.readBytes,
  hitBytes: to.hitBytes - from.hitBytes,
})

/** All tiers together. */
function endToEndRatios({ front, gateway, inner }: SystemTiers): {
  readonly objects: Ratio
  readonly bytes: Ratio
} {
  const [before, within] = [Object.values(front), Object.values(inner)]
  // A node without a cache of its own asks the shared one first.
  const first = within.find(({ lookups }) => lookups > 0)
  const frontHits = total(before, 'hits')
  const hits = frontHits + gateway.hits + total(within, 'hits')
  const lookups = frontHits + gateway.lookups + (first?.lookups ?? 0)
  const pageBytes = total(before, 'hitBytes') + gateway.hitBytes
  const readBytes = within[0]?.readBytes ?? 0
  return {
    objects: share(hits, Math.max(lookups, 1)),
    bytes: share(pageBytes + total(within, 'hitBytes'), pageBytes + readBytes),
  }
}

const total = (tiers: readonly TierCounts[], name: keyof TierCounts): number =>
  tiers.reduce((sum, tier) => sum + tier[name], 0)

/** 0 of 0 is 0: a tier that was never asked has no hits. */
const share = (part: number, whole: number): Ratio => (whole === 0 ? 0 : part / whole)
