import fc from 'fast-check'
import { expect, it } from 'vitest'
import { never, nextUses } from '#core/cache/clairvoyant.ts'

it('tells for each request when its key is asked for next', () => {
  expect([...nextUses(Uint32Array.of(7, 9, 7, 7, 9))]).toEqual([2, 4, 3, never, never])
  fc.assert(
    fc.property(fc.array(fc.nat(9)), (keys) => {
      const obvious = keys.map((key, at) => keys.indexOf(key, at + 1)).map((at) => (at < 0 ? never : at))
      expect([...nextUses(Uint32Array.from(keys))]).toEqual(obvious)
    }),
  )
})
