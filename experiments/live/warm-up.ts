/**
 * Drives a cluster until its code is compiled. A node's processor time for a request falls from 2.3 to 1.35 ms meanwhile, and P95 of its
 * answers from 27 to 10 ms (two nodes on two processors, 290 requests a second): what is measured earlier is another program.
 */
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Cluster } from '#server/launch.ts'
import type { LoadOptions } from '#server/load/run-load.ts'
import { liveRun } from './live-run.ts'

/** So many a node until its processor time for one stays within 5 % of where it ends; compiling takes no more than 8 % of it from there on. */
const requestsPerNode = 5_000
/** Some 800 requests a second, whatever the scenario asks for; fewer where the machine cannot. */
const busy = { users: 60, thinkTime: { shape: 'exponential', meanMs: 60, cv: 1 } } as const
/** In this time the rate is found. */
const firstMs: Ms = 4_000
const firstReplication = 998

/** Parameters: scenario, whose pages are asked for; the warm-up is at most twice as long as its run. Stops early when the load is stopped. */
export async function warmUp(
  cluster: Cluster,
  scenario: WebScenario,
  load: Omit<LoadOptions, 'replication'>,
): Promise<void> {
  const { rateCurve, ...workload } = scenario.workload
  const asked: WebScenario = {
    ...scenario,
    workload: { ...workload, ...busy, arrivals: 'closed' },
    warmUpMs: 0,
  }
  /** Requests that a millisecond brings to the nodes. */
  const drive = async (durationMs: Ms, replication: number): Promise<number> => {
    const { before, after, elapsedMs } = await liveRun(
      cluster,
      { ...asked, durationMs },
      // Objectives are for the run itself, not for the warming up.
      { ...load, thresholds: {}, name: 'warm-up', replication },
    )
    const gained = (name: 'requests' | 'writes') => after.nodes[name] - before.nodes[name]
    return (gained('requests') + gained('writes')) / Math.max(1, elapsedMs)
  }
  const longestMs = 2 * scenario.durationMs
  const first = Math.min(firstMs, longestMs)
  const perMs = await drive(first, firstReplication)
  const restMs = Math.min(remainingMs(perMs, first, scenario.nodes.count), longestMs - first)
  if (restMs > 0 && !load.signal.aborted) await drive(restMs, firstReplication + 1)
}

/** Whole seconds that are left at this rate. */
export function remainingMs(perMs: number, spentMs: Ms, nodes: number): Ms {
  const left = requestsPerNode * nodes - perMs * spentMs
  return left <= 0 ? 0 : 1000 * Math.ceil(left / Math.max(perMs, Number.EPSILON) / 1000)
}
