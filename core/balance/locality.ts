import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { distinctDraw } from './distinct-draw.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { Outstanding } from './outstanding.ts'
import { nodeRegions, regionOf, regionsField } from './region.ts'

/**
 * A node of the client's region up to the region's capacity; what is more spills over to all others. Within, the less busy of two.
 *
 * Source      Envoy, zone aware routing and overprovisioning of localities (docs: load balancing, zone_aware and priority)
 * Parameters  regions; capacity, requests under way at each node from which its region is full
 * State       requests under way at each node and in each region
 * Cost        O(1)
 * Deviates    capacity is counted in requests under way, not in shares of traffic of the last interval; a region without healthy nodes is full
 */
export const locality = policyFamily<BalanceContext, Balance>('balance')(
  'locality',
  { source: 'Envoy zone aware routing', cost: 'O(1)' },
  {
    regions: regionsField,
    capacityCount: count({
      min: 1,
      max: 1_000_000,
      default: 32,
      meaning: 'requests under way a node, on average, at which a region is full',
    }),
  },
  (parameters, context) => {
    const { capacityCount } = parameters
    const { count: regions, ofNode } = nodeRegions(parameters.regions, context)
    const healthy = new HealthyNodes(context)
    const outstanding = new Outstanding(context.nodes)
    const inRegion = new Int32Array(regions)
    const drawn = new Int32Array(Math.min(2, context.nodes))
    let near: number[][] = []
    let far: number[][] = []
    function share(): void {
      const list = healthy.count === 0 ? [] : healthy.list
      near = Array.from({ length: regions }, (_, region) => list.filter((node) => ofNode(node) === region))
      far = near.map((own) =>
        own.length === list.length ? [...list] : list.filter((node) => !own.includes(node)),
      )
    }
    share()

    function lessBusy(nodes: readonly number[]): number {
      const found = distinctDraw(nodes, drawn, context.random)
      const [first, second] = drawn as unknown as [number, number]
      return found === 1 || outstanding.of(first) <= outstanding.of(second) ? first : second
    }

    return {
      pick(request) {
        healthy.needOne()
        const region = regionOf(request, regions)
        const isFull = inRegion[region]! >= capacityCount * near[region]!.length
        const node = lessBusy(isFull ? far[region]! : near[region]!)
        inRegion[ofNode(node)]!++
        return outstanding.begin(node)
      },
      finished(node) {
        outstanding.end(node)
        inRegion[ofNode(node)]!--
      },
      setHealthy(node, isHealthy) {
        healthy.set(node, isHealthy)
        share()
      },
    }
  },
)
