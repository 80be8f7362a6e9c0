import { describe, expect, it, vi } from 'vitest'
import type { WebScenario } from '#core/scenario.ts'
import { loadPlan, plannedRequestsMax } from '#server/load/plan.ts'
import { parsePagePath } from '#server/url.ts'
import { eventKinds } from '#sim/event.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from './small-scenario.ts'

/** When each simulated request reached the gateway, and its page. */
function simulatedRequests(scenario: WebScenario, replication = 0): { atMs: number; page: number }[] {
  const world = createWorld(scenario, replication)
  const seen = vi.spyOn(world.fingerprint, 'add')
  world.open()
  world.runUntil(scenario.durationMs)
  return seen.mock.calls
    .filter(([, kind]) => kind === eventKinds.reachesGateway)
    .map(([atMs, , page]) => ({ atMs, page }))
}

const pageOf = (scenario: WebScenario, path: string) => parsePagePath(path, scenario.workload)!.page

describe('load plan', () => {
  it('of an open workload is what the simulator sends, request by request and time by time', () => {
    const scenario = smallScenario({ arrivals: 'open', ratePerSecond: 100 })
    const { requests } = loadPlan(scenario)
    const simulated = simulatedRequests(scenario)
    expect(simulated.length).toBeGreaterThan(200)
    expect(requests.length).toBe(simulated.length)
    for (const [index, { path, atMs }] of requests.entries()) {
      expect(pageOf(scenario, path)).toBe(simulated[index]!.page)
      expect(atMs).toBeCloseTo(simulated[index]!.atMs, 2)
    }
  })

  it('of a closed workload asks for the same pages in the same order', () => {
    const scenario = smallScenario()
    const pages = simulatedRequests(scenario).map(({ page }) => page)
    expect(pages.length).toBeGreaterThan(100)
    const planned = loadPlan(scenario).requests.map(({ path }) => pageOf(scenario, path))
    expect(planned.slice(0, pages.length)).toEqual(pages)
  })

  it('lets each closed user think first as long as the simulated one does', () => {
    const scenario = smallScenario()
    const { requests, users } = loadPlan(scenario)
    const firstThoughts = requests
      .slice(0, users)
      .map(({ atMs }) => atMs)
      .sort((a, b) => a - b)
    const first = simulatedRequests(scenario)[0]!
    expect(first.atMs).toBeCloseTo(firstThoughts[0]!, 2)
  })

  it('draws another replication as the simulator does', () => {
    const scenario = smallScenario({ arrivals: 'open', ratePerSecond: 100 })
    const pages = loadPlan(scenario, 1).requests.map(({ path }) => pageOf(scenario, path))
    expect(pages).toEqual(simulatedRequests(scenario, 1).map(({ page }) => page))
    expect(pages).not.toEqual(loadPlan(scenario, 0).requests.map(({ path }) => pageOf(scenario, path)))
  })

  it('has more turns for each user than a run without any waiting needs', () => {
    const scenario = smallScenario()
    const { requests, users } = loadPlan(scenario)
    expect(requests.length % users).toBe(0)
    for (let user = 0; user < users; user++) {
      let thoughtMs = 0
      for (let turn = user; turn < requests.length; turn += users) thoughtMs += requests[turn]!.atMs
      expect(thoughtMs).toBeGreaterThan(scenario.durationMs)
    }
  })

  it('is bounded, whatever the workload asks for', () => {
    const many = smallScenario({ users: 3_000, thinkTime: { shape: 'constant', meanMs: 1, cv: 0 } })
    const { requests, users } = loadPlan(many)
    expect(requests.length).toBeLessThanOrEqual(plannedRequestsMax)
    expect(requests.length % users).toBe(0)
  })

  it('marks writes', () => {
    const { requests } = loadPlan(smallScenario({ writeRatio: 1 }))
    expect(requests.every(({ isWrite }) => isWrite)).toBe(true)
  })
})
