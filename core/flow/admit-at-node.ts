import type { AdmitOutcome } from '#core/admit/admit.ts'
import { TandemError } from '#core/errors.ts'
import type { Flow } from './effect.ts'
import type { AppNode } from './node.ts'
import type { PageRequest, PageResponse } from './request.ts'

/**
 * Lets a request into a node as the node's own admission says (`nodes.admit`); writes are more important than reads.
 *
 * Errors  QueueFull when it is not let in
 */
export function admitAtNode(
  { admit, clock }: Pick<AppNode, 'admit' | 'clock'>,
  request: PageRequest,
  flow: Flow<PageResponse>,
): Flow<PageResponse> {
  if (admit === undefined) return flow
  return (function* (): Flow<PageResponse> {
    if (!admit.tryEnter({ priority: request.kind === 'write' ? 0 : 1 }))
      throw new TandemError('QueueFull', `the node admits no more; try again in ${admit.retryAfterMs()} ms`)
    const startedMs = clock.now
    let outcome: AdmitOutcome | undefined
    try {
      const response = yield* flow
      outcome = { ms: clock.now - startedMs, isFailed: false }
      return response
    } catch (error) {
      outcome = { ms: clock.now - startedMs, isFailed: true }
      throw error
    } finally {
      admit.finished(outcome)
    }
  })()
}
