import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { crc32 } from './crc32.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { KetamaRing } from './ketama-ring.ts'
import { nodeNames } from './node-names.ts'
import { Outstanding } from './outstanding.ts'
import { weightsField, weightsOf } from './weights.ts'

/** HAProxy multiplies weights by this. */
const weightScale = 16

/**
 * Consistent hashing with bounded loads and weights: slots are shared out by weight, at least one each.
 *
 * Source      HAProxy, src/lb_chash.c, chash_server_is_eligible, `hash-balance-factor`
 * Parameters  weights; factorPercent, slots in percent of the requests under way
 * Cost        O(log points), plus the points that are passed over
 * Deviates    the ring is nginx's, in which weights count as there
 */
export const haproxyBoundedLoad = policyFamily<BalanceContext, Balance>('balance')(
  'haproxy-bounded-load',
  { source: 'HAProxy src/lb_chash.c', cost: 'O(log points)' },
  {
    weights: weightsField,
    factorPercent: count({
      min: 101,
      max: 65_535,
      default: 150,
      meaning: 'slots in percent of requests, 125 to 200 is sensible',
    }),
  },
  (parameters, context) => {
    const weights = weightsOf(parameters.weights, context.nodes)
    const healthy = new HealthyNodes(context)
    const outstanding = new Outstanding(context.nodes)
    const ring = new KetamaRing(nodeNames(context), weights)
    let shares = slotShares(weights, healthy.list)

    function isEligible(node: number): boolean {
      if (!healthy.has(node)) return false
      return outstanding.of(node) < slotsOf(shares, node, totalSlots(inFlight(), parameters.factorPercent))
    }

    /** At the healthy nodes; what the others still have takes no slots. */
    function inFlight(): number {
      if (healthy.count === context.nodes) return outstanding.total
      return healthy.list.reduce((sum, node) => sum + outstanding.of(node), 0)
    }

    return {
      pick({ key } = { key: '', tenant: 0 }) {
        healthy.needOne()
        let point = ring.find(crc32(key))
        while (!isEligible(ring.nodes[point]!)) point = ring.after(point)
        return outstanding.begin(ring.nodes[point]!)
      },
      finished: (node) => outstanding.end(node),
      setHealthy(node, isHealthy) {
        healthy.set(node, isHealthy)
        if (healthy.count > 0) shares = slotShares(weights, healthy.list)
      },
    }
  },
)

/** Slots of all nodes for the requests under way and the one that comes. */
export const totalSlots = (served: number, factorPercent: number): number =>
  Math.floor(((served + 1) * factorPercent + 99) / 100)

interface SlotShares {
  readonly weights: Float64Array
  /** Weight of the eligible nodes before each. */
  readonly before: Float64Array
  readonly total: number
}

export function slotShares(weights: Float64Array, nodes: readonly number[]): SlotShares {
  const scaled = weights.map((weight) => weight * weightScale)
  const before = new Float64Array(weights.length)
  let total = 0
  for (const node of nodes) {
    before[node] = total
    total += scaled[node]!
  }
  return { weights: scaled, before, total }
}

/** Whole slots for each unit of weight; the rest goes by cumulated weight, and none is left with nothing. */
export function slotsOf({ weights, before, total }: SlotShares, node: number, slots: number): number {
  const weight = weights[node]!
  const rest = slots % total
  const share = (weightBefore: number) => Math.floor((weightBefore * rest) / total)
  const whole = weight * Math.floor(slots / total)
  return Math.max(1, whole + share(before[node]! + weight) - share(before[node]!))
}
