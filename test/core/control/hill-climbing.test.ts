import { expect, it } from 'vitest'
import { controlPolicies } from '#core/control/control.ts'
import { createPolicy } from '#core/policy.ts'
import { choices, contextOf, threads } from '../../contract/control.ts'

/** Settings in turn, where the reward of a setting is told by `reward`. */
function climb(
  actions: typeof choices | typeof threads,
  reward: (setting: number, period: number) => number,
  periods = 400,
) {
  const control = createPolicy(controlPolicies, { policy: 'hill-climbing', window: 2 }, contextOf(actions))
  let last = 0
  return Array.from({ length: periods }, (_, period) => {
    last = control.decide([0, 0], period === 0 ? 0 : reward(last, period), 1000 * period)
    return last
  })
}

it('finds the best of a range and stays near it', () => {
  const settings = climb(threads, (setting) => 100 - (setting - 7.3) ** 2 * 5)
  const late = settings.slice(-100)
  const best = [...late].sort((a, b) => Math.abs(a - 7.3) - Math.abs(b - 7.3))[0]!
  expect(Math.abs(best - 7.3)).toBeLessThan(0.5)
})

it('finds the best of ordered choices', () => {
  const settings = climb(choices, (setting) => [1, 2, 4, 3][setting]!)
  expect(settings.slice(-100).filter((setting) => setting === 2).length).toBeGreaterThan(30)
})

it('follows when the best moves', () => {
  const settings = climb(choices, (setting, period) => -Math.abs(setting - (period < 200 ? 0 : 3)), 400)
  expect(settings.slice(100, 200).filter((setting) => setting === 0).length).toBeGreaterThan(30)
  expect(settings.slice(-100).filter((setting) => setting === 3).length).toBeGreaterThan(30)
})
