import { TandemError } from '#core/errors.ts'
import type { Flow } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'

/** What a flow gives, or `stand` where the shared cache does not answer: the request goes on without it. */
export function* orIfRemoteFails<T>(node: AppNode, flow: Flow<T>, stand: T): Flow<T> {
  try {
    return yield* flow
  } catch (error) {
    countRemoteFailure(node, error)
    return stand
  }
}

/** The shared cache may fail, the request goes on; any other error does not concern it and is thrown again. */
export function countRemoteFailure(node: AppNode, error: unknown): void {
  if (!(error instanceof TandemError) || error.code !== 'RemoteUnavailable') throw error
  node.counters.remoteFailures++
}
