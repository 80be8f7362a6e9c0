import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, follow, reading } from '../../contract/scale.ts'

const day = 86_400_000
const noon = (now: number) => (now % day >= day / 2 ? 8 : 2)
const create = (parameters: Record<string, unknown> = {}) =>
  createPolicy(scalePolicies, { policy: 'predictive', headroom: 0, ...parameters }, contextOf())
const ofDay = (replicas: readonly number[], index: number) => replicas.slice(index * 5760, (index + 1) * 5760)

it('on the second day it is there before the load, on the first only with it', () => {
  const replicas = follow(create(), noon, 2 * 5760)
  expect(ofDay(replicas, 0)[2879]).toBe(2)
  expect(ofDay(replicas, 0)[2880]).toBe(8)
  const early = ofDay(replicas, 1).indexOf(8)
  expect(2880 - early).toBeGreaterThanOrEqual(20)
  expect(2880 - early).toBeLessThanOrEqual(40)
})

it('a day twice as busy gets twice as much ahead of time', () => {
  const replicas = follow(create(), (now) => noon(now) * (now >= day ? 2 : 1), 2 * 5760)
  expect(ofDay(replicas, 1)[2875]).toBe(16)
})

describe('on five working days of real traffic', () => {
  const counts = readFileSync(new URL('../../data/worldcup98/requests.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1]))
  const fiveMinutes = 300_000
  const rate = 10
  const loads = counts.map((count) => count / 300)

  /** Friday, if instances take half an hour to start: share of the time with too few, and instances on average. */
  function friday(ahead: number) {
    const context = contextOf(1, 1000)
    const scale = createPolicy(scalePolicies, { policy: 'predictive', rate, ahead, headroom: 0.1 }, context)
    const wished = loads.map(
      (arrivalsPerSecond, index) =>
        scale.decide(reading([], { arrivalsPerSecond }), index * fiveMinutes).replicas,
    )
    const day = loads.map((load, index) => ({ load, ready: wished[index - 6] ?? 1 })).slice(4 * 288)
    return {
      short: day.filter(({ load, ready }) => load > ready * rate).length / day.length,
      mean: day.reduce((sum, { ready }) => sum + ready, 0) / day.length,
    }
  }

  it('looking ahead by the time of a start halves the time with too few instances, at little more cost', () => {
    const following = friday(0)
    const ahead = friday(1_800_000)
    expect(ahead.short).toBeLessThan(0.5 * following.short)
    expect(ahead.mean).toBeLessThan(1.1 * following.mean)
  })
})
