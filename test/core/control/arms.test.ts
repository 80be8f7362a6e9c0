import { expect, it } from 'vitest'
import { createArms } from '#core/control/arms.ts'

it('without a discount it keeps ordinary means, and the deviation around them', () => {
  const arms = createArms(2, 1)
  for (const [arm, reward] of [
    [0, 1],
    [0, 3],
    [1, 10],
    [1, 10],
  ] as const)
    arms.learn(arm, reward)
  expect([arms.mean(0), arms.mean(1), arms.total()]).toEqual([2, 10, 4])
  expect(arms.deviation()).toBeCloseTo(Math.sqrt(2 / 4), 12)
})

it('a discount makes older rewards of all arms count for less', () => {
  const arms = createArms(2, 0.5)
  arms.learn(0, 0)
  arms.learn(0, 3)
  expect(arms.mean(0)).toBeCloseTo(3 / 1.5, 12)
  arms.learn(1, 1)
  expect(arms.weight(0)).toBe(0.75)
})

it('takes the first of equal arms', () => {
  expect(createArms(3, 1).best((arm) => [1, 2, 2][arm]!)).toBe(1)
})
