/**
 * Drives a cluster until its code is compiled. A node's processor time for a request falls from 2.3 to 1.35 ms meanwhile, and P95 of its
 * answers from 27 to 10 ms (two nodes on two processors, 290 requests a second): what is measured earlier is another program.
 */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Cluster } from '#server/launch.ts'
import { type LoadOptions, runLoad } from '#server/load/run-load.ts'
import { snapshotOf } from './live-run.ts'

/** What the nodes had done together by a moment. */
export interface WarmingSample {
  readonly requests: number
  /** Processor time of their event loops, and of all else of them. */
  readonly loopCpuMs: Ms
  readonly threadsCpuMs: Ms
}

/** So many a node until its processor time for one stays within 5 % of where it ends. */
const requestsMax = 5_000
/** Some 800 requests a second, whatever the scenario asks for; fewer where the machine cannot. */
const busy = { users: 60, thinkTime: { shape: 'exponential', meanMs: 60, cv: 1 } } as const
/** In this time the rate is found. */
const firstMs: Ms = 4_000
const firstReplication = 998
const sampledEachMs: Ms = 500

/**
 * As many requests as nodes shall have answered before the run (`nodes.coldCode.requestsBefore`), as far as that makes a difference; none
 * for a cold start.
 *
 * Parameters  scenario, whose pages are asked for; it takes at most twice as long as its run
 * Returns     what the nodes had done, each half second; stops early when the load is stopped
 */
export async function warmUp(
  cluster: Cluster,
  scenario: WebScenario,
  load: Omit<LoadOptions, 'replication'>,
): Promise<WarmingSample[]> {
  const { rateCurve, ...workload } = scenario.workload
  const asked: WebScenario = {
    ...scenario,
    workload: { ...workload, ...busy, arrivals: 'closed' },
    warmUpMs: 0,
  }
  const { count, coldCode } = scenario.nodes
  const wanted = count * Math.min(requestsMax, coldCode.requestsBefore)
  if (wanted === 0) return []
  const samples: WarmingSample[] = [await sampleOf(cluster)]
  const drive = async (durationMs: Ms, replication: number): Promise<void> => {
    const ended = new AbortController()
    const driven = runLoad({ ...asked, durationMs }, cluster.url, {
      ...load,
      // Objectives are for the run itself, not for the warming up.
      ...{ thresholds: {}, runDir: join(load.runDir, 'warm-up'), replication },
    }).finally(() => ended.abort())
    await Promise.all([driven, sampling(cluster, samples, ended.signal)])
  }
  const longestMs = 2 * scenario.durationMs
  const first = Math.min(firstMs, longestMs)
  await drive(first, firstReplication)
  const answered = samples.at(-1)!.requests - samples[0]!.requests
  const restMs = Math.min(remainingMs(wanted, answered, first), longestMs - first)
  if (restMs > 0 && !load.signal.aborted) await drive(restMs, firstReplication + 1)
  return samples
}

/** Whole seconds until so many are answered, when some were in the time that is spent. */
export function remainingMs(wanted: number, answered: number, spentMs: Ms): Ms {
  return wanted <= answered
    ? 0
    : 1000 * Math.ceil(((wanted - answered) * spentMs) / Math.max(1, answered) / 1000)
}

async function sampling(cluster: Cluster, samples: WarmingSample[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await wait(sampledEachMs, undefined, { signal }).catch(() => {})
    samples.push(await sampleOf(cluster))
  }
}

async function sampleOf(cluster: Cluster): Promise<WarmingSample> {
  const { nodes, loop, cpuMs } = await snapshotOf(cluster)
  return {
    requests: nodes.requests + nodes.writes,
    loopCpuMs: loop.cpuMs,
    threadsCpuMs: cpuMs.nodes - loop.cpuMs,
  }
}
