import type { LoadPlan } from './plan.ts'

/** Bounds of k6 on metrics, as they are written in its options. */
export type Thresholds = Readonly<Record<string, readonly string[]>>

/**
 * A k6 script whose virtual users do what the plan says. It can be read and used by itself:
 * `k6 run -e BASE=http://127.0.0.1:PORT -e SUMMARY=summary.json k6.js`.
 *
 * Source  k6 2.2 documentation, scenarios: constant-vus for a closed workload. Its arrival-rate executors send at even intervals,
 *         so an open workload runs on per-vu-iterations and keeps the Poisson times of the plan itself.
 */
export function k6Script(plan: LoadPlan, planFile: string, thresholds: Thresholds): string {
  const { arrivals, durationMs, warmUpMs } = plan
  return `// Generated from a scenario: the same users, pages, think times and seed as the simulation.
import { sleep } from 'k6'
import { SharedArray } from 'k6/data'
import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'

const base = __ENV.BASE
const warmUpMs = ${warmUpMs}
const durationMs = ${durationMs}
const users = ${virtualUsers(plan)}
const requests = new SharedArray('requests', () => JSON.parse(open(${JSON.stringify(planFile)})).requests)

// From the intended sending to the last byte, after warm-up.
const responseMs = new Trend('response_ms', true)
const latenessMs = new Trend('lateness_ms', true)
const cacheHits = new Counter('gateway_hits')

export const options = {
  scenarios: {
    users: ${JSON.stringify(executor(plan))},
  },
  thresholds: ${JSON.stringify(thresholds)},
  discardResponseBodies: true,
  systemTags: ['status', 'method', 'scenario'],
  summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'],
}

// The only clock of k6 that is finer than a millisecond.
const elapsedMs = () => exec.instance.currentTestRunDuration

function ask(next, intendedMs) {
  const lateMs = Math.max(0, elapsedMs() - intendedMs)
  const url = base + next.path
  const response = next.isWrite ? http.post(url, null) : http.get(url)
  const tookMs = elapsedMs() - intendedMs
  if (intendedMs < warmUpMs || intendedMs >= durationMs) return
  const cache = response.headers['X-Cache'] || ''
  const { metadata } = exec.vu.metrics
  metadata.sent = intendedMs.toFixed(3)
  metadata.late = lateMs.toFixed(3)
  responseMs.add(tookMs, { cache, code: String(response.status), write: String(next.isWrite) })
  delete metadata.sent
  delete metadata.late
  latenessMs.add(lateMs)
  if (cache === 'HIT') cacheHits.add(1)
}

${arrivals === 'closed' ? closedUser : openUser}
export function handleSummary(data) {
  return { [__ENV.SUMMARY]: JSON.stringify(data) }
}
`
}

const closedUser = `// A user thinks, sends, waits, and thinks again.
export default function user() {
  const turn = exec.vu.iterationInScenario * users + exec.vu.idInTest - 1
  const next = requests[turn % requests.length]
  sleep(next.atMs / 1000)
  ask(next, elapsedMs())
}
`

const openUser = `// Each virtual user takes every n-th arrival, at its time, however late the answer before came.
export default function user() {
  for (let index = exec.vu.idInTest - 1; index < requests.length; index += users) {
    const next = requests[index]
    sleep(Math.max(0, next.atMs - elapsedMs()) / 1000)
    ask(next, next.atMs)
  }
}
`

function executor({ arrivals, durationMs, users, requests }: LoadPlan) {
  const seconds = Math.ceil(durationMs / 1000)
  return arrivals === 'closed'
    ? { executor: 'constant-vus', vus: users, duration: `${seconds}s`, gracefulStop: '5s' }
    : {
        executor: 'per-vu-iterations',
        vus: openUsers(requests.length),
        iterations: 1,
        maxDuration: `${seconds + 10}s`,
      }
}

const virtualUsers = ({ arrivals, users, requests }: LoadPlan): number =>
  arrivals === 'closed' ? users : openUsers(requests.length)

/** Enough users that one is nearly always free when an arrival is due; when none is, the lateness tells. */
const openUsers = (requests: number): number => Math.max(10, Math.min(500, Math.ceil(requests / 20)))
