import fc from 'fast-check'
import { expect, it } from 'vitest'
import { GrowingArray } from '#experiments/cache/growing-array.ts'

it('keeps every number it was given, and shares them with threads', () => {
  const number = fc.oneof(fc.nat(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  fc.assert(
    fc.property(fc.array(number), (numbers) => {
      const array = new GrowingArray()
      for (const one of numbers) array.push(one)
      const shared = array.shared()
      expect(Array.from(shared, (one) => one + 0)).toEqual(numbers.map((one) => one + 0))
      expect(shared.buffer).toBeInstanceOf(SharedArrayBuffer)
    }),
  )
})

it('grows beyond its first size, and takes four bytes a small integer', () => {
  const array = new GrowingArray()
  for (let index = 0; index < 200_000; index++) array.push(index)
  expect(array.shared().byteLength).toBe(800_000)
  array.push(2 ** 32)
  expect(array.shared().at(-1)).toBe(2 ** 32)
  expect(array.shared()[199_999]).toBe(199_999)
})
