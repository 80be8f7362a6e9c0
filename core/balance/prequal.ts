import { policyFamily } from '#core/policy.ts'
import { count, ms, number, ratio } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { CountQuantile } from './count-quantile.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { Outstanding } from './outstanding.ts'
import { ProbePool } from './probe-pool.ts'
import { RecentQuantile } from './recent-quantile.ts'

/** Latencies of a node that its median is taken of, and requests in flight that the threshold of hot is taken of. */
const latenciesKept = 9
const inFlightKept = 128

/**
 * Probes tell requests in flight and latency of a few nodes. Hot nodes, with many in flight, are avoided; among cold ones the fastest is
 * taken; if all are hot, the one with the fewest in flight.
 *
 * Source      Wydrowski, Kleinberg, Rumble, Archer, Load is not what you should balance: Introducing Prequal, NSDI 2024, section 4
 * Parameters  probesPerRequest r_probe, removedPerRequest r_remove, poolSize m, probeAge, hotQuantile, delta
 * State       a pool of probes; median of recent latencies of each node
 * Cost        O(pool size)
 * Deviates    a probe is answered at once from what this gateway knows of the node, so it costs no message and is never lost; latency is
 *             the median of the last 9 answers, not of those that came at the same number in flight; probes that are reused count one more
 *             in flight
 */
export const prequal = policyFamily<BalanceContext, Balance>('balance')(
  'prequal',
  { source: 'Wydrowski et al., NSDI 2024', cost: 'O(pool)' },
  {
    probesPerRequest: count({ min: 1, max: 16, default: 3, meaning: 'probes sent with each request' }),
    removedPerRequest: count({
      min: 0,
      max: 15,
      default: 1,
      meaning: 'probes removed with each request, the worst and the oldest in turn',
    }),
    poolSize: count({ min: 1, max: 64, default: 16, meaning: 'probes that are kept' }),
    probeAgeMs: ms({ min: 1, default: 1000, meaning: 'age at which a probe is forgotten' }),
    hotQuantile: ratio({
      default: 0.8408964152537145,
      meaning: 'quantile of requests in flight from which a node is hot',
    }),
    delta: number({ min: 0, max: 100, default: 1, meaning: 'net growth of the pool that reuse allows for' }),
  },
  ({ probesPerRequest, removedPerRequest, poolSize, probeAgeMs, hotQuantile, delta }, context) => {
    const { clock, random, nodes } = context
    const healthy = new HealthyNodes(context)
    const outstanding = new Outstanding(nodes)
    const latencies = Array.from({ length: nodes }, () => new RecentQuantile(latenciesKept, 0.5))
    const inFlight = new CountQuantile(inFlightKept, hotQuantile)
    const pool = new ProbePool({ size: poolSize, ageMs: probeAgeMs })
    const reuses = probeReuses({ poolSize, nodes, probesPerRequest, removedPerRequest, delta })
    let removals = 0

    function probe(): void {
      const { list } = healthy
      const node = list[Math.floor(random() * list.length)]!
      inFlight.add(outstanding.of(node))
      // The fraction is rounded at random, so that the mean number of uses is right.
      const uses = Math.floor(reuses + random())
      pool.add({
        node,
        inFlight: outstanding.of(node),
        latencyMs: latencies[node]!.value,
        uses,
        atMs: clock.now,
      })
    }

    return {
      pick() {
        const { list } = healthy
        pool.expire(clock.now)
        const chosen = pool.choose(inFlight.value)
        const node = chosen ?? list[Math.floor(random() * list.length)]!
        for (let removed = 0; removed < removedPerRequest; removed++)
          pool.remove(removals++ % 2 === 0 ? 'worst' : 'oldest', inFlight.value)
        outstanding.begin(node)
        for (let sent = 0; sent < probesPerRequest; sent++) probe()
        return node
      },
      finished(node, outcome) {
        outstanding.end(node)
        if (outcome !== undefined) latencies[node]!.add(outcome.ms)
      },
      setHealthy(node, isHealthy) {
        healthy.set(node, isHealthy)
        pool.keep((probed) => healthy.has(probed))
      },
    }
  },
)

/** How often a probe may be used: max(1, (1 + delta) / ((1 - m / n) r_probe - r_remove)); without limit when the denominator is not positive. */
export function probeReuses(o: {
  readonly poolSize: number
  readonly nodes: number
  readonly probesPerRequest: number
  readonly removedPerRequest: number
  readonly delta: number
}): number {
  const gained = (1 - o.poolSize / o.nodes) * o.probesPerRequest - o.removedPerRequest
  return gained > 0 ? Math.max(1, (1 + o.delta) / gained) : usesMax
}

/** With few nodes the pool holds all of them: a probe is then replaced by age, not by use. */
const usesMax = 1_000_000
