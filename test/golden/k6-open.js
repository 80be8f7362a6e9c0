// Generated from a scenario: the same users, pages, think times and seed as the simulation.
import { sleep } from 'k6'
import { SharedArray } from 'k6/data'
import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'

const base = __ENV.BASE
const warmUpMs = 500
const durationMs = 2500
const users = 20
const requests = new SharedArray('requests', () => JSON.parse(open('./plan.json')).requests)

// From the intended sending to the last byte, after warm-up.
const responseMs = new Trend('response_ms', true)
const latenessMs = new Trend('lateness_ms', true)
const cacheHits = new Counter('gateway_hits')

export const options = {
  scenarios: {
    users: { executor: 'per-vu-iterations', vus: 20, iterations: 1, maxDuration: '13s' },
  },
  thresholds: {},
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

// Each virtual user takes every n-th arrival, at its time, however late the answer before came.
export default function user() {
  for (let index = exec.vu.idInTest - 1; index < requests.length; index += users) {
    const next = requests[index]
    sleep(Math.max(0, next.atMs - elapsedMs()) / 1000)
    ask(next, next.atMs)
  }
}

export function handleSummary(data) {
  return { [__ENV.SUMMARY]: JSON.stringify(data) }
}
