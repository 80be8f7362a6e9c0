import type { LoadPlan } from './plan.ts'

/** A k6 script that lets virtual users do what the plan says. Readable and usable by itself: `k6 run -e BASE=http://... script.js`. */
export function k6Script({ arrivals, durationMs, warmUpMs, users }: LoadPlan, planFile: string, thresholds: Readonly<Record<string, readonly string[]>>): string {
  const seconds = Math.ceil(durationMs / 1000)
  const scenario =
    arrivals === 'closed'
      ? { executor: 'constant-vus', vus: users.length, duration: `${seconds}s`, gracefulStop: '5s' }
      : { executor: 'per-vu-iterations', vus: openUsers(users[0]!.length), iterations: 1, maxDuration: `${seconds + 10}s` }
  return `// Generated from a scenario: the same users, pages, think times and seed as the simulation.
import { sleep } from 'k6'
import exec from 'k6/execution'
import http from 'k6/http'
import { SharedArray } from 'k6/data'
import { Counter, Trend } from 'k6/metrics'

const base = __ENV.BASE
const warmUpMs = ${warmUpMs}
const durationMs = ${durationMs}
const plan = new SharedArray('plan', () => JSON.parse(open(${JSON.stringify(planFile)})).users)

// From the intended sending, after warm-up.
const responseMs = new Trend('response_ms', true)
const latenessMs = new Trend('lateness_ms', true)
const cacheHits = new Counter('gateway_hits')

export const options = {
  scenarios: { users: ${JSON.stringify(scenario)} },
  thresholds: ${JSON.stringify(thresholds)},
  discardResponseBodies: true,
  summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'],
}

function ask(next, intendedMs) {
  const late = Math.max(0, elapsedMs() - intendedMs)
  const tags = { name: 'page', sent: intendedMs.toFixed(3), late: late.toFixed(3), write: String(next.isWrite) }
  const response = next.isWrite ? http.post(base + next.path, null, { tags }) : http.get(base + next.path, { tags })
  const cache = response.headers['X-Cache'] || ''
  if (intendedMs < warmUpMs || intendedMs >= durationMs) return
  responseMs.add(elapsedMs() - intendedMs, { ...tags, cache, code: String(response.status) })
  latenessMs.add(late)
  if (cache === 'HIT') cacheHits.add(1)
}

const elapsedMs = () => Date.now() - exec.scenario.startTime

${arrivals === 'closed' ? closedUser : openUser}
export function handleSummary(data) {
  return { [__ENV.SUMMARY]: JSON.stringify(data) }
}
`
}

const closedUser = `// A user thinks, sends, waits, and thinks again.
export default function user() {
  const list = plan[(exec.vu.idInTest - 1) % plan.length]
  const next = list[exec.vu.iterationInScenario % list.length]
  sleep(next.atMs / 1000)
  ask(next, elapsedMs())
}
`

const openUser = `// Each virtual user takes every n-th arrival of the one list, at its time, whether the one before was answered or not.
export default function user() {
  const list = plan[0]
  const vus = options.scenarios.users.vus
  for (let index = exec.vu.idInTest - 1; index < list.length; index += vus) {
    const next = list[index]
    sleep(Math.max(0, next.atMs - elapsedMs()) / 1000)
    ask(next, next.atMs)
  }
}
`

/** Enough users that one is nearly always free when an arrival is due. */
const openUsers = (requests: number): number => Math.max(10, Math.min(500, Math.ceil(requests / 20)))
