import { expect, it } from 'vitest'
import { detectPolicies } from '#core/control/detect.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'

const hour = 3_600_000

/** Busy by day, quiet by night, with a little noise. */
const load = (random: () => number) => (index: number) => (index % 24 < 12 ? 100 : 10) + random()

function alarmsAt(policy: string, parameters: Record<string, unknown>, odd: Map<number, number>): number[] {
  const detect = createPolicy(detectPolicies, { policy, ...parameters }, undefined)
  const usual = load(stream(3, 'season'))
  const alarms: number[] = []
  for (let index = 0; index < 24 * 20; index++)
    if (detect.observe(odd.get(index) ?? usual(index), index * hour) >= 1) alarms.push(index)
  return alarms
}

it('finds a value that is usual at noon but came at night, which a plain z-score cannot', () => {
  const night = 24 * 15 + 20
  const odd = new Map([[night, 100]])
  expect(alarmsAt('seasonal-residual', { bins: 24, periods: 2 }, odd)).toEqual([night])
  expect(alarmsAt('z-score', { lambda: 0.02, limit: 6 }, odd)).toEqual([])
})

it('an alarm does not change what is usual', () => {
  const nights = [15, 16, 17, 18].map((day) => 24 * day + 20)
  const odd = new Map(nights.map((night) => [night, 100]))
  expect(alarmsAt('seasonal-residual', { bins: 24, periods: 2, lambda: 0.5 }, odd)).toEqual(nights)
})

it('learns a new level after it has been frozen long enough', () => {
  const odd = new Map(Array.from({ length: 24 * 10 }, (_, index) => [24 * 10 + index, 500]))
  const alarms = alarmsAt('seasonal-residual', { bins: 24, periods: 2, freeze: 5, lambda: 0.5 }, odd)
  expect(alarms[0]).toBe(240)
  expect(alarms.at(-1)).toBeLessThan(24 * 18)
})
