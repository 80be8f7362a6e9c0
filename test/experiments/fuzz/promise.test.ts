import { expect, it } from 'vitest'
import type { WebScenario } from '#core/scenario.ts'
import type { Operation } from '#experiments/consistency/history.ts'
import { drawScenario } from '#experiments/fuzz/draw.ts'
import { promised } from '#experiments/fuzz/promise.ts'
import { hasFaults } from '#sim/fault/faults.ts'

/** A drawn system in which nothing goes wrong. */
function drawnWithout(): WebScenario {
  for (let seed = 0; ; seed++) {
    const drawn = drawScenario(seed)
    if (!hasFaults(drawn.faults)) return drawn
  }
}

const whole = (policy: string): WebScenario => {
  const drawn = drawScenario(1, policy)
  const { faults } = drawnWithout()
  return { ...drawn, faults, redis: { ...drawn.redis, capacityBytes: 8e9 } }
}
const names = (scenario: WebScenario) => promised(scenario).map(({ name }) => name)

it('promises sessions and a bound by the time to live whatever goes wrong, and more until the shared cache does', () => {
  const scenario = whole('write-through')
  const failOvers = [{ atMs: 10, forMs: 1, losesMs: 5 }]
  const claims = promised({ ...scenario, faults: { ...scenario.faults, failOvers } })
  expect(claims.slice(0, 3).map(({ name }) => name)).toEqual([
    'read your writes',
    'monotonic reads',
    'staleness within the time to live',
  ])
  const strong = claims.find(({ name }) => name === 'strong pages are linearizable')!
  const stale = (from: number): Operation[] => [
    { process: 1, key: '0:0', kind: 'write', value: 2, start: from, end: from + 1, status: 'ok' },
    { process: 2, key: '0:0', kind: 'read', value: 1, start: from + 2, end: from + 3, status: 'ok' },
  ]
  expect(strong.check(stale(5)).holds).toBe(false)
  expect(strong.check(stale(8)).holds).toBe(true)
})

it('a slow clock, or one that is put back, lengthens what is measured by it', () => {
  const scenario = whole('hybrid')
  const clockSkews = [{ node: 0, atMs: 5, offsetMs: -100, driftRatio: -0.5 }]
  const claim = (given: WebScenario) => promised(given).find(({ name }) => /audit/.test(name))!
  const late: Operation[] = [
    { process: 1, key: '0:0', kind: 'write', value: 2, start: 0, end: 1, status: 'ok' },
    { process: 2, key: '0:0', kind: 'read', value: 1, start: 190, end: 190, status: 'ok' },
  ]
  expect(claim(scenario).check(late).holds).toBe(false)
  expect(claim({ ...scenario, faults: { ...scenario.faults, clockSkews } }).check(late).holds).toBe(true)
})

it('promises strong pages to be linearizable even if messages are lost, and a message delay only if none is', () => {
  const scenario = whole('write-through')
  expect(names(scenario)).toContain('strong pages are linearizable')
  expect(names(scenario)).toContain('staleness within a message delay')
  const messages = { ...scenario.faults.messages, lostRatio: 0.1 }
  const lossy = names({ ...scenario, faults: { ...scenario.faults, messages } })
  expect(lossy).toContain('strong pages are linearizable')
  expect(lossy).not.toContain('staleness within a message delay')
})
