/**
 * What the virtual users of a load test do, drawn before it starts with the code the simulator draws from: the same key popularity,
 * think times, arrivals and seed, in the same order.
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
  /** Closed: user u of n does requests u, u + n, u + 2n, ... and starts over when the list ends. Open: 1. */
  readonly users: number
  readonly requests: readonly PlannedRequest[]
}

/** Bounds the file of the plan, about 50 bytes a request. */
export const plannedRequestsMax = 500_000

/**
 * The plan of one run. Another replication is another draw of the same traffic.
 *
 * Errors    none: a workload that asks for more than `plannedRequestsMax` starts over (closed) or ends early (open).
 * Deviates  closed: the simulator hands the next draw to whichever user is next; here users take turns, so that each has a list of its own.
 */
export function loadPlan({ workload, durationMs, warmUpMs, seed }: WebScenario, replication = 0): LoadPlan {
  const { arrivals, users, thinkTime } = workload
  const source = requestSource(workload, seed, replication)
  const requests: PlannedRequest[] = []
  const add = (atMs: Ms): void => {
    const request = source.next(requests.length % (arrivals === 'closed' ? users : 1))
    const roundedMs = Math.round(atMs * 1000) / 1000
    requests.push({ path: pagePath(request), isWrite: request.kind === 'write', atMs: roundedMs })
  }
  if (arrivals === 'open') {
    let atMs = source.interarrivalMs()
    for (; atMs < durationMs && requests.length < plannedRequestsMax; atMs += source.interarrivalMs())
      add(atMs)
    return { arrivals, durationMs, warmUpMs, users: 1, requests }
  }
  const wanted = users * turnsOf(durationMs, thinkTime.meanMs)
  const count =
    wanted <= plannedRequestsMax ? wanted : Math.max(1, Math.floor(plannedRequestsMax / users)) * users
  while (requests.length < count) add(source.thinkMs())
  return { arrivals, durationMs, warmUpMs, users, requests }
}

/** Turns that hardly any user exceeds, even when the answers take no time: the mean, four deviations, and a few. */
function turnsOf(durationMs: Ms, thinkMs: Ms): number {
  const mean = durationMs / Math.max(1, thinkMs)
  return Math.ceil(mean + 4 * Math.sqrt(mean)) + 10
}

/**
 * Users that a generator with blocking users needs for a plan: those of a closed workload; for open arrivals enough that one is nearly
 * always free when an arrival is due. When none is, the lateness tells.
 */
export const virtualUsers = ({
  arrivals,
  users,
  requests,
}: Pick<LoadPlan, 'arrivals' | 'users' | 'requests'>): number =>
  arrivals === 'closed' ? users : Math.max(10, Math.min(500, Math.ceil(requests.length / 20)))
