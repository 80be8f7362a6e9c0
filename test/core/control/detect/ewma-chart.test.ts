import { expect, it } from 'vitest'
import { detectPolicies } from '#core/control/detect.ts'
import { createPolicy } from '#core/policy.ts'

const chart = (limits: string) =>
  createPolicy(detectPolicies, { policy: 'ewma-chart', lambda: 0.2, limit: 3, warmUp: 0, limits }, undefined)

it('exact limits are lambda wide at the first value and a third of a deviation in the end', () => {
  // z = 0.2 * 3 and its limit is 3 * 0.2: exactly an alarm.
  expect(chart('exact').observe(3, 0)).toBeCloseTo(1, 9)
  expect(chart('asymptotic').observe(3, 0)).toBeCloseTo((0.2 * 3) / (3 / 3), 9)
})

it('adds up a small lasting shift: at 1.5 deviations z rises as 1.5 (1 - 0.8^t)', () => {
  const detect = chart('asymptotic')
  let answer = 0
  for (let t = 1; t <= 5; t++) answer = detect.observe(1.5, t)
  expect(answer).toBeCloseTo(1.5 * (1 - 0.8 ** 5), 9)
})
