import { policyFamily } from '#core/policy.ts'
import { count, number, ratio } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { distinctDraw } from './distinct-draw.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { PathEntropy } from './path-entropy.ts'
import { nodeRegions, regionOf, regionsField } from './region.ts'

/**
 * A node at random by weight = geotag * G + latency * L + entropy * (1 - H): G is 1 in the client's region and else 0, L the least
 * latency of the nodes looked at over the node's own, H how mixed the node's paths are (a node with few paths has them in its cache).
 *
 * Source      preprint, section 3.2: routing weighted by geotag, latency and path entropy
 * Parameters  geotag, latency, entropy; smoothing of latencies; choices, nodes that are looked at; regions
 * State       moving mean of latency and counts of paths of each node
 * Cost        O(choices^2)
 * Deviates    the preprint names the three and gives no formula: the sum, the reading of path entropy as Shannon's over the paths of a
 *             node, and the sample of nodes are ours
 */
export const pathWeighted = policyFamily<BalanceContext, Balance>('balance')(
  'path-weighted',
  { source: 'preprint 3.2', cost: 'O(choices^2)' },
  {
    regions: regionsField,
    geotag: number({ min: 0, max: 1000, default: 1, meaning: 'weight of being in the region of the client' }),
    latency: number({ min: 0, max: 1000, default: 1, meaning: 'weight of being fast' }),
    entropy: number({ min: 0, max: 1000, default: 1, meaning: 'weight of serving few paths' }),
    smoothing: ratio({ min: 0.001, default: 0.1, meaning: 'share of a new latency in the moving mean' }),
    choices: count({ min: 1, max: 16, default: 4, meaning: 'nodes drawn at random that are weighted' }),
  },
  ({ geotag, latency, entropy, smoothing, choices, ...parameters }, context) => {
    const { count: regions, ofNode } = nodeRegions(parameters.regions, context)
    const { random, nodes } = context
    const healthy = new HealthyNodes(context)
    const latencies = new Float64Array(nodes)
    const paths = new PathEntropy(nodes)
    const drawn = new Int32Array(Math.min(choices, nodes))
    const weights = new Float64Array(drawn.length)

    /** The least latency over that of the node; nodes never heard of count as the fastest. */
    const speed = (node: number, leastMs: number) => (latencies[node]! > 0 ? leastMs / latencies[node]! : 1)

    function weigh(found: number, region: number): number {
      let leastMs = Infinity
      for (let index = 0; index < found; index++)
        if (latencies[drawn[index]!]! > 0) leastMs = Math.min(leastMs, latencies[drawn[index]!]!)
      let sum = 0
      for (let index = 0; index < found; index++) {
        const node = drawn[index]!
        const near = ofNode(node) === region ? geotag : 0
        sum += weights[index] = near + latency * speed(node, leastMs) + entropy * (1 - paths.of(node))
      }
      return sum
    }

    return {
      pick(request) {
        const found = distinctDraw(healthy.list, drawn, random)
        let left = random() * weigh(found, regionOf(request, regions))
        let index = 0
        while (index < found - 1 && left >= weights[index]!) left -= weights[index++]!
        const node = drawn[index]!
        paths.count(node, request?.key ?? '')
        return node
      },
      finished(node, outcome) {
        if (outcome === undefined || outcome.isFailed) return
        const before = latencies[node]!
        latencies[node] = before === 0 ? outcome.ms : before + smoothing * (outcome.ms - before)
      },
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)
