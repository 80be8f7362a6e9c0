import { expect, it } from 'vitest'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'

it('numbers of slots are 0 until set and stay when the array grows', () => {
  const numbers = new SlotNumbers(1)
  expect(numbers.get(1000)).toBe(0)
  numbers.set(0, 2.5)
  numbers.set(1000, -1)
  expect([numbers.get(0), numbers.get(999), numbers.get(1000)]).toEqual([2.5, 0, -1])
})
