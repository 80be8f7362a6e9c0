import { expect, it } from 'vitest'
import { none } from '#core/cache/prefetch/none.ts'

it('guesses nothing, whatever was asked for', () => {
  const prefetch = none.create({}, undefined)
  expect([1, 2, 3].flatMap((key) => prefetch.request(key, 0))).toEqual([])
})
