import { expm1 } from '#core/math/expm1.ts'
import type { Ms, PerSecond, Ratio } from '#core/units.ts'

/** One key of a cache with a time to live: Poisson reads and Poisson updates. */
export interface KeyLoad {
  readonly readsPerSecond: PerSecond
  readonly ttlMs: Ms
}

/**
 * Hit ratio of a key that lives for a fixed time from its insertion: lambda T / (1 + lambda T).
 *
 * A cycle has one miss and then on average lambda T hits.
 *
 * Source: Jung, Berger, Balakrishnan: Modeling TTL-based Internet caches. INFOCOM 2003 (renewal argument).
 */
export function ttlHitRatio({ readsPerSecond, ttlMs }: KeyLoad): Ratio {
  const reads = (readsPerSecond * ttlMs) / 1000
  return reads / (1 + reads)
}

/**
 * Hit ratio when each access starts the time to live again: 1 - e^(-lambda T).
 *
 * Source: Fofack, Nain, Neglia, Towsley: Analysis of TTL-based cache networks. VALUETOOLS 2012 (timers that restart).
 */
export function ttlHitRatioRestarted({ readsPerSecond, ttlMs }: KeyLoad): Ratio {
  return -expm1((-readsPerSecond * ttlMs) / 1000)
}

/**
 * Share of reads that return an older version, without any invalidation: lambda (T - (1 - e^(-mu T)) / mu) / (1 + lambda T).
 *
 * Over one lifetime T the copy is stale from the first update on; integrating P(updated by t) = 1 - e^(-mu t) gives the bracket.
 *
 * Source: renewal argument as in Jung et al. 2003 with Poisson updates of rate mu.
 * Parameters: updatesPerSecond (mu) > 0.
 */
export function staleReadRatio({ readsPerSecond, ttlMs }: KeyLoad, updatesPerSecond: PerSecond): Ratio {
  const seconds = ttlMs / 1000
  const staleSeconds = seconds + expm1(-updatesPerSecond * seconds) / updatesPerSecond
  return (readsPerSecond * staleSeconds) / (1 + readsPerSecond * seconds)
}

/**
 * Share of time that a cached copy is stale when invalidations arrive after a fixed delay and none is lost: 1 - e^(-mu D).
 *
 * Source: Poisson updates, the copy is stale when one came in the last D.
 */
export function staleTimeRatio(updatesPerSecond: PerSecond, delayMs: Ms): Ratio {
  return -expm1((-updatesPerSecond * delayMs) / 1000)
}

/**
 * Fetches a second from the origin for one key when concurrent misses share one: 1 / (1 / lambda + D + T).
 *
 * A cycle is the wait for a read, the fetch of time D, and the lifetime T of what it brought.
 *
 * Source: renewal argument as in Jung et al. 2003.
 */
export function coalescedFetchesPerSecond(load: KeyLoad, fetchMs: Ms): PerSecond {
  return 1000 / cycleMs(load, fetchMs)
}

/**
 * The same when each miss fetches for itself: (1 + lambda D) / (1 / lambda + D + T), a stampede of lambda D more a cycle.
 *
 * Source: as above; the lifetime counts from the first fill, later fills do not extend it.
 */
export function uncoalescedFetchesPerSecond(load: KeyLoad, fetchMs: Ms): PerSecond {
  return (1000 + load.readsPerSecond * fetchMs) / cycleMs(load, fetchMs)
}

const cycleMs = ({ readsPerSecond, ttlMs }: KeyLoad, fetchMs: Ms): Ms =>
  1000 / readsPerSecond + fetchMs + ttlMs
