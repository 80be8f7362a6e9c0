import type { Admit } from '#core/admit/admit.ts'
import { TandemError } from '#core/errors.ts'
import type { Clock } from './clock.ts'
import type { Flow } from './effect.ts'
import { observed } from './observed.ts'
import type { PageRequest } from './request.ts'

export interface Door {
  readonly admit: Admit
  readonly clock: Clock
  /** Whose door it is: named in the error. */
  readonly who: string
}

/**
 * Does what a request asks for if it is let in, and tells the admission how it ended; writes are more important than reads.
 *
 * Errors  QueueFull when it is not let in
 */
export function* admitted<T>(
  { kind }: PageRequest,
  { admit, clock, who }: Door,
  flow: () => Flow<T>,
): Flow<T> {
  if (!admit.tryEnter({ priority: kind === 'write' ? 0 : 1 }))
    throw new TandemError('QueueFull', `${who} admits no more; try again in ${admit.retryAfterMs()} ms`)
  return yield* observed(flow(), clock, (ending) => admit.finished(ending))
}
