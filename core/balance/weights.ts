import { TandemError } from '#core/errors.ts'
import { listOf } from '#core/schema/list.ts'
import { count } from '#core/schema/number.ts'

/** The parameter `weights` of weighted balances. */
export const weightsField = listOf(count({ min: 1, max: 65_535 }), {
  default: [],
  meaning: 'weight of each node, in order; none: all equal',
})

/** One weight a node. Errors: ConfigInvalid when some nodes have a weight and others none. */
export function weightsOf(weights: readonly number[], nodes: number): Float64Array {
  if (weights.length === 0) return new Float64Array(nodes).fill(1)
  if (weights.length !== nodes)
    throw new TandemError(
      'ConfigInvalid',
      `balance.weights: ${weights.length} weights for ${nodes} nodes (allowed: one for each node, or none)`,
    )
  return Float64Array.from(weights)
}
