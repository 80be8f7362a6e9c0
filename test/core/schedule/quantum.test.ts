import { expect, it } from 'vitest'
import { quantum, quantumMs, requiredQuantum } from '#core/schedule/quantum.ts'
import { check } from '#core/schema.ts'

it('means to the end when it is 0, where that is allowed', () => {
  expect(quantumMs(check(quantum(), undefined).value)).toBe(Number.POSITIVE_INFINITY)
  expect(quantumMs(check(quantum(), 5).value)).toBe(5)
  expect(check(requiredQuantum(3), undefined).value).toBe(3)
  expect(check(requiredQuantum(3), 0).problems).toHaveLength(1)
})
