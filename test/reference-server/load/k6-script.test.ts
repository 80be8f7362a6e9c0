import { describe, expect, it } from 'vitest'
import { answersOnly, k6Script } from '#server/load/k6-script.ts'
import type { LoadPlan } from '#server/load/plan.ts'

const request = { path: '/t/0/p/0?q=0', isWrite: false, atMs: 1 }
const closed: LoadPlan = {
  arrivals: 'closed',
  durationMs: 2_500,
  warmUpMs: 500,
  users: 3,
  requests: [request],
}
const open: LoadPlan = {
  ...closed,
  arrivals: 'open',
  users: 1,
  requests: Array.from({ length: 400 }, () => request),
}

describe('k6 script', () => {
  it('of a closed workload is the one on file', async () => {
    await expect(
      k6Script(closed, './plan.json', { [answersOnly]: ['p(95)<500'], failed: ['rate<0.01'] }),
    ).toMatchFileSnapshot('../../golden/k6-closed.js.txt')
  })

  it('of an open workload is the one on file', async () => {
    await expect(k6Script(open, './plan.json', {})).toMatchFileSnapshot('../../golden/k6-open.js.txt')
  })

  it('of a closed workload has as many virtual users as the scenario', () => {
    expect(k6Script(closed, 'plan.json', {})).toMatch(
      /"executor": "constant-vus",\s*"vus": 3,\s*"duration": "3s"/,
    )
  })

  it('of an open workload keeps the times of the plan: no executor that spaces arrivals evenly', () => {
    const script = k6Script(open, 'plan.json', {})
    expect(script).not.toContain('arrival-rate')
    expect(script).toMatch(/"executor": "per-vu-iterations",\s*"vus": 20,\s*"iterations": 1/)
  })

  it('throws bodies away, keeps the 99th percentile, and carries the objectives as thresholds', () => {
    const script = k6Script(closed, 'plan.json', { [answersOnly]: ['p(99)<80'] })
    expect(script).toContain('discardResponseBodies: true')
    expect(script).toContain("'p(99)'")
    expect(script).toMatch(/thresholds: \{\s*"response_ms\{code:200\}": \[\s*"p\(99\)<80"\s*\]/)
  })
})
