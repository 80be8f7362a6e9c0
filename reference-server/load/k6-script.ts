import { type LoadPlan, virtualUsers } from './plan.ts'

/** Bounds of k6 on metrics, as they are written in its options. */
export type Thresholds = Readonly<Record<string, readonly string[]>>

/**
 * A k6 script whose virtual users do what the plan says. It can be read and used by itself:
 * `k6 run -e BASE=http://127.0.0.1:PORT k6.js`; with `-e SUMMARY=summary.json` the summary is stored, too.
 *
 * Source  k6 2.2 documentation, scenarios: constant-vus for a closed workload. Its arrival-rate executors send at even intervals,
 *         so an open workload runs on per-vu-iterations and keeps the Poisson times of the plan itself.
 */
export function k6Script(plan: LoadPlan, planFile: string, thresholds: Thresholds): string {
  const { arrivals, durationMs, warmUpMs } = plan
  return `// Generated from a scenario: the same users, pages, think times and seed as the simulation.
//
//   k6 run -e BASE=http://127.0.0.1:8080 [-e SUMMARY=summary.json] [--out json=points.json.gz] k6.js
//
import { sleep } from 'k6'
import { SharedArray } from 'k6/data'
import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Rate, Trend } from 'k6/metrics'

const base = __ENV.BASE || 'http://127.0.0.1:8080'
const warmUpMs = ${warmUpMs}
const durationMs = ${durationMs}
const users = ${virtualUsers(plan)}
const requests = new SharedArray('requests', () => JSON.parse(open(${JSON.stringify(planFile)})).requests)

// From the intended sending to the last byte, after warm-up.
const responseMs = new Trend('response_ms', true)
const latenessMs = new Trend('lateness_ms', true)
const answered = new Counter('answered')
const failed = new Rate('failed')
const gatewayHits = new Rate('gateway_hits')

export const options = {
  scenarios: {
    users: ${indented(executor(plan))},
  },
  // The objectives of the scenario that one load can check; k6 ends with 99 when one is broken.
  thresholds: ${indented({ [answersOnly]: [], ...thresholds }, '  ')},
  discardResponseBodies: true,
  systemTags: ['status', 'method', 'scenario', 'vu'],
  summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'],
}

// The only clock of k6 that is finer than a millisecond.
const elapsedMs = () => exec.instance.currentTestRunDuration

function ask(next, intendedMs) {
  const lateMs = Math.max(0, elapsedMs() - intendedMs)
  const url = base + next.path
  const params = { tags: { kind: next.isWrite ? 'write' : 'read' } }
  const response = next.isWrite ? http.post(url, null, params) : http.get(url, params)
  note(next, response, { intendedMs, lateMs, tookMs: elapsedMs() - intendedMs })
}

function note(next, response, { intendedMs, lateMs, tookMs }) {
  if (intendedMs < warmUpMs || intendedMs >= durationMs) return
  const isAnswer = response.status === 200
  const cache = response.headers['X-Cache'] || ''
  // Metadata stands in each raw point and makes no series of its own.
  const { metadata } = exec.vu.metrics
  Object.assign(metadata, { sent: intendedMs.toFixed(3), late: lateMs.toFixed(3), path: next.path })
  responseMs.add(tookMs, { cache, code: String(response.status), write: String(next.isWrite) })
  for (const name of ['sent', 'late', 'path']) delete metadata[name]
  latenessMs.add(lateMs)
  failed.add(!isAnswer)
  if (!isAnswer) return
  answered.add(1)
  if (!next.isWrite && cache !== '' && cache !== 'BYPASS') gatewayHits.add(cache === 'HIT')
}

${arrivals === 'closed' ? closedUser : openUser}
${summary()}`
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

const summary = () => `// A table for people on standard output, all of it as JSON where SUMMARY says.
export function handleSummary(data) {
  const { metrics } = data
  const value = (metric, name) => (metrics[metric] ? metrics[metric].values[name] : undefined)
  const figure = (number) => (number === undefined ? '-' : number.toPrecision(4))
  const seconds = (durationMs - warmUpMs) / 1000
  const rows = [
    ['response mean', figure(value('${answersOnly}', 'avg')), 'ms'],
    ['response p50', figure(value('${answersOnly}', 'med')), 'ms'],
    ['response p95', figure(value('${answersOnly}', 'p(95)')), 'ms'],
    ['response p99', figure(value('${answersOnly}', 'p(99)')), 'ms'],
    ['throughput', figure((value('answered', 'count') || 0) / seconds), 'requests/s'],
    ['gateway hits', figure(value('gateway_hits', 'rate')), 'ratio'],
    ['failed', figure(value('failed', 'rate')), 'ratio'],
    ['lateness', figure(value('lateness_ms', 'avg')), 'ms'],
  ]
  const lines = rows.map(([name, text, unit]) => name.padEnd(16) + text.padStart(10) + '  ' + unit)
  for (const [name, { thresholds = {} }] of Object.entries(metrics))
    for (const [bound, { ok }] of Object.entries(thresholds))
      lines.push((ok ? 'kept   ' : 'BROKEN ') + name + ': ' + bound)
  const stored = __ENV.SUMMARY ? { [__ENV.SUMMARY]: JSON.stringify(data) } : {}
  return { stdout: lines.join('\\n') + '\\n', ...stored }
}
`

/** The response times of answers alone; k6 makes the series of a tag when a bound, or an empty list of them, asks for it. */
export const answersOnly = 'response_ms{code:200}'

/** JSON over several lines, as it is read in the script. */
const indented = (value: object, indent = '    '): string =>
  JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)

function executor({ arrivals, durationMs, users, requests }: LoadPlan) {
  const seconds = Math.ceil(durationMs / 1000)
  return arrivals === 'closed'
    ? { executor: 'constant-vus', vus: users, duration: `${seconds}s`, gracefulStop: '5s' }
    : {
        executor: 'per-vu-iterations',
        vus: virtualUsers({ arrivals, users, requests }),
        iterations: 1,
        maxDuration: `${seconds + 10}s`,
      }
}
