import { expect, it } from 'vitest'
import { grown } from '#core/collections/grown.ts'

it('is the array itself while it is long enough, else a copy of at least twice its length with zeros behind', () => {
  const array = Int32Array.of(...Array.from({ length: 20 }, (_, at) => at))
  expect(grown(array, 20)).toBe(array)
  const larger = grown(array, 21)
  expect(larger).toBeInstanceOf(Int32Array)
  expect(larger.length).toBe(40)
  expect([...larger.subarray(18, 22)]).toEqual([18, 19, 0, 0])
  expect(grown(new Float64Array(0), 1).length).toBe(16)
  expect(grown(new Uint8Array(4), 1_000).length).toBe(1_000)
})
