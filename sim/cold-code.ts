import { nodesAtMost } from '#core/scenario/fleet-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'

/**
 * Code of a node that is compiled while it runs: what its event loop does takes longer at first, and its threads compile.
 *
 * Source  measured (experiments/calibration/cold-code.ts)
 * Cost    O(1) a request
 */
export interface ColdCode {
  /** By how much longer than compiled code the loop of a node works now; 1 is compiled. */
  factor(node: number): number
  /** Processor time of compiling for the request that a node answers now. */
  compileMs(node: number): Ms
  /** A node answers one more request. */
  answered(node: number): void
  /** A new process runs on a node. */
  restarted(node: number): void
}

/** None where code is compiled from the beginning. */
export function createColdCode({ nodes }: Pick<WebScenario, 'nodes'>): ColdCode | undefined {
  const { extraRatio, compileMs, requestsToHalf, requestsBefore } = nodes.coldCode
  if (extraRatio === 0 && compileMs === 0) return undefined
  const answered = new Float64Array(nodesAtMost(nodes)).fill(requestsBefore)
  const left = (node: number): Ratio => requestsToHalf / (requestsToHalf + answered[node]!)
  return {
    factor: (node) => 1 + extraRatio * left(node),
    compileMs: (node) => compileMs * left(node),
    answered(node) {
      answered[node]!++
    },
    restarted(node) {
      answered[node] = 0
    },
  }
}
