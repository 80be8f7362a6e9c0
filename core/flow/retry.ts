import { backoffMs } from '#core/admit/backoff.ts'
import type { RetryBudget } from '#core/admit/retry-budget.ts'
import { asError, type ErrorCode, TandemError } from '#core/errors.ts'
import type { Random } from '#core/random.ts'
import type { Ms } from '#core/units.ts'
import type { Clock } from './clock.ts'
import { type Flow, sleep } from './effect.ts'

export interface Retrying {
  readonly clock: Clock
  readonly random: Random
  readonly budget: RetryBudget
  readonly retriesMax: number
  readonly backoff: { readonly baseMs: Ms; readonly maxMs: Ms }
  /** No retry begins at or after this time. */
  readonly deadlineAtMs: Ms
}

/** What may be over when it is tried again. */
const passing: readonly ErrorCode[] = ['Timeout', 'RemoteUnavailable', 'OriginUnavailable', 'NodeUnavailable']

/**
 * Tries again what failed for a reason that may pass, while retries, budget and deadline allow; the last error is raised. Only for what may
 * be done twice.
 *
 * Source      Brooker, Timeouts, retries, and backoff with jitter, Amazon Builders' Library, 2019; Finagle's budget
 * Parameters  attempt(n): the n-th try as a flow, from 0
 * Cost        tries at most retriesMax + 1
 */
export function* retry<T>(attempt: (tries: number) => Flow<T>, o: Retrying): Flow<T> {
  o.budget.deposit(o.clock.now)
  for (let tries = 0; ; tries++) {
    try {
      return yield* attempt(tries)
    } catch (thrown) {
      const error = asError(thrown)
      const isPassing = error instanceof TandemError && passing.includes(error.code)
      if (!isPassing || tries >= o.retriesMax) throw error
      const delayMs = backoffMs(tries + 1, o.backoff, o.random)
      if (o.clock.now + delayMs >= o.deadlineAtMs || !o.budget.tryWithdraw(o.clock.now)) throw error
      yield* sleep(delayMs)
    }
  }
}
