import { expect, it } from 'vitest'
import { rarestKey } from '#core/collections/rarest-key.ts'

it('the rarest key is the first of those with the lowest count', () => {
  const counts = new Map([
    [7, 3],
    [4, 1],
    [9, 1],
  ])
  expect(rarestKey(counts)).toBe(4)
  expect(rarestKey(new Map())).toBe(-1)
})
