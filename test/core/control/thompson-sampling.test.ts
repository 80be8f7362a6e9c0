import { expect, it } from 'vitest'
import { controlPolicies } from '#core/control/control.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { choices, contextOf } from '../../contract/control.ts'

const means = [0.2, 0.5, 0.8, 0.4]

function pulls(periods: number, meanOf: (arm: number, period: number) => number, parameters = {}): number[] {
  const control = createPolicy(
    controlPolicies,
    { policy: 'thompson-sampling', ...parameters },
    contextOf(choices),
  )
  const random = stream(8, 'arms')
  let reward = 0
  return Array.from({ length: periods }, (_, period) => {
    const arm = control.decide([0, 0], reward, period)
    reward = 1000 * (meanOf(arm, period) + random() - 0.5)
    return arm
  })
}

it('tries every choice, then mostly the best, whatever the scale of the rewards', () => {
  const arms = pulls(2000, (arm) => means[arm]!, { discount: 1 })
  expect(new Set(arms).size).toBe(4)
  expect(arms.slice(-1000).filter((arm) => arm === 2).length).toBeGreaterThan(850)
})

it('with a discount it follows when the best becomes the worst', () => {
  const arms = pulls(4000, (arm, period) => (period < 2000 ? means[arm]! : 1 - means[arm]!), {
    discount: 0.99,
  })
  expect(arms.slice(1500, 2000).filter((arm) => arm === 2).length).toBeGreaterThan(300)
  expect(arms.slice(-500).filter((arm) => arm === 0).length).toBeGreaterThan(300)
})
