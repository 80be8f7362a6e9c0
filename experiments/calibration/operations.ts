import type { TimeSum } from '#core/collections/time-sum.ts'
import type { Ms } from '#core/units.ts'
import { nodeStages, type Phase } from './phase.ts'

/** Where the time of an operation of shared cache or database goes, mean of each kind. */
export interface OperationCosts {
  /** Processor time of the node's event loop. */
  readonly replyStamp: Ms
  readonly replyBody: Ms
  readonly replyRow: Ms
  /** Processor time of shared cache and database before the answer. */
  readonly remote: Ms
  readonly query: Ms
  /** Waiting for the kernel. */
  readonly remoteDelayMs: Ms
  readonly databaseDelayMs: Ms
}

/** What is known of a node answer besides its operations. */
export interface AroundOperations {
  /** Processor time of the node for each ms of a round trip. */
  readonly perTripMs: number
  readonly httpMs: Ms
  readonly forwardMs: Ms
  /** An answer of the gateway alone. */
  readonly hitMs: Ms
}

/** Of the time of an operation at most so much is the node's, and of what is left at most so much the other's processor time. */
const nodeShareMax = 0.75
const otherShareMax = 0.8

/**
 * The time of an operation is its round trip and what the node does until the next one: that is what an answer of a node takes beyond all
 * that is known of it, shared by the operations. Of this, the node's part is in proportion to the round trip, and what is left beside the
 * processor time of the other side is waiting.
 */
export function operationCosts(
  phase: Phase,
  { perTripMs, httpMs, forwardMs, hitMs }: AroundOperations,
): OperationCosts {
  const { stamp, remote, database, cpuMs, counts } = phase
  const requests = Math.max(1, phase.requestsAtNodes)
  const operations = stamp.count + remote.count + database.count
  const stagesMs = nodeStages.reduce((sum, stage) => sum + phase.stages[stage].sumMs, 0)
  const tripsMs = stamp.sumMs + remote.sumMs + database.sumMs
  const knownMs = (stagesMs + tripsMs) / requests + httpMs + forwardMs + hitMs
  const betweenMs =
    operations === 0 ? 0 : (Math.max(0, phase.nodeAnswerMs.mean - knownMs) * requests) / operations
  const split = (sum: TimeSum, otherMs: Ms) => {
    const tripMs = sum.count === 0 ? 0 : sum.sumMs / sum.count
    const wholeMs = sum.count === 0 ? 0 : tripMs + betweenMs
    const node = Math.min(perTripMs * tripMs, nodeShareMax * wholeMs)
    const other = Math.min(Math.max(0, otherMs), otherShareMax * (wholeMs - node))
    return { node, other, delay: wholeMs - node - other }
  }
  const body = split(remote, counts.remote === 0 ? 0 : cpuMs.store / counts.remote)
  const row = split(database, counts.query === 0 ? 0 : cpuMs.database / counts.query)
  const version = split(stamp, body.other)
  const isBody = remote.count > 0
  return {
    replyStamp: version.node,
    replyBody: body.node,
    replyRow: row.node,
    remote: isBody ? body.other : version.other,
    query: row.other,
    remoteDelayMs: isBody ? body.delay : version.delay,
    databaseDelayMs: row.delay,
  }
}
