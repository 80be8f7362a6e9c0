import { expect, it } from 'vitest'
import { Customer, PRIORITY_STEP } from '#sim/station/customer.ts'

it('a customer comes new, and may be a task of another', () => {
  const whole = new Customer(2, 1)
  expect(new Customer(2, 1, whole)).toMatchObject({
    classIndex: 2,
    priority: 1,
    whole,
    waitMs: 0,
    isGone: false,
  })
})

it('ranks of two priorities never meet, and the largest priority stays exact', () => {
  const trillion = 1e12
  expect(1 * PRIORITY_STEP + trillion).toBeLessThan(2 * PRIORITY_STEP)
  expect(1000 * PRIORITY_STEP + 1 - 1000 * PRIORITY_STEP).toBe(1)
})
