import type { Admit, AdmitOutcome } from './admit.ts'

/** What a limit of requests in flight is made of after each request that ended. */
export interface LimitSample extends AdmitOutcome {
  /** In flight with this one, when it ended. */
  readonly inFlight: number
  readonly limit: number
}

/**
 * Requests enter while fewer than the limit are in flight; each that ends may change the limit.
 *
 * Source    Netflix concurrency-limits, AbstractLimiter
 * Deviates  in flight is counted when a request ends, there when it began
 */
export function inFlightLimit(
  initial: number,
  next: (sample: LimitSample) => number,
): Admit & { limit(): number } {
  let limit = initial
  let inFlight = 0
  return {
    tryEnter() {
      if (inFlight >= Math.max(1, Math.floor(limit))) return false
      inFlight++
      return true
    },
    finished(outcome) {
      if (outcome !== undefined) limit = next({ ...outcome, inFlight, limit })
      inFlight--
    },
    retryAfterMs: () => 0,
    limit: () => limit,
  }
}
