/**
 * What the virtual users of a load test do, drawn before it starts with the code the simulator draws from: the same key popularity,
 * think times, arrivals and seed. One list a user for closed workloads; one list in all for open ones.
 */
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { requestSource } from '#core/workload/request-source.ts'
import { pagePath } from '../url.ts'

export interface PlannedRequest {
  readonly path: string
  readonly isWrite: boolean
  /** Closed: think before sending. Open: time from the start of the test to the intended sending. */
  readonly atMs: Ms
}

export interface LoadPlan {
  readonly arrivals: 'closed' | 'open'
  readonly durationMs: Ms
  readonly warmUpMs: Ms
  /** [user][request]; users start over when their list ends. */
  readonly users: readonly (readonly PlannedRequest[])[]
}

/** Bounds the file: a user of a closed workload rarely needs more than this many in a run. */
const requestsMax = 2_000
const openRequestsMax = 500_000

export function loadPlan(scenario: WebScenario, replication = 0): LoadPlan {
  const { workload, durationMs, warmUpMs, seed } = scenario
  const { arrivals } = workload
  const source = requestSource(workload, seed, replication)
  const planned = (atMs: Ms): PlannedRequest => {
    const request = source.next()
    return { path: pagePath(request), isWrite: request.kind === 'write', atMs: Math.round(atMs * 1000) / 1000 }
  }
  if (arrivals === 'open') {
    const list: PlannedRequest[] = []
    for (let atMs = source.interarrivalMs(); atMs < durationMs && list.length < openRequestsMax; atMs += source.interarrivalMs()) list.push(planned(atMs))
    return { arrivals, durationMs, warmUpMs, users: [list] }
  }
  const each = Math.min(requestsMax, Math.ceil((3 * durationMs) / Math.max(1, workload.thinkTime.meanMs)) + 10)
  const users = Array.from({ length: workload.users }, () => Array.from({ length: each }, () => planned(source.thinkMs())))
  return { arrivals, durationMs, warmUpMs, users }
}
