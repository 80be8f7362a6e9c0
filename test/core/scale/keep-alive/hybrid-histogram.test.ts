import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { keepAlivePolicies } from '#core/scale/keep-alive.ts'

const minute = 60_000
const everything = { fromMs: 0, untilMs: 240 * minute }
const after = (idleMinutes: readonly number[]) => {
  const keep = createPolicy(keepAlivePolicies, { policy: 'hybrid-histogram' }, undefined)
  for (const one of idleMinutes) keep.called(one * minute)
  return keep.idle()
}

it('a function called each half hour is stopped for 27 minutes and kept until 34.1', () => {
  expect(after(Array(50).fill(30.5))).toEqual({
    fromMs: 27 * minute,
    untilMs: expect.closeTo(34.1 * minute, 3),
  })
})

it('keeps everything while it knows little, or calls come at any time, or mostly beyond the range', () => {
  expect(after(Array(9).fill(30.5))).toEqual(everything)
  expect(after(Array.from({ length: 240 }, (_, bin) => bin))).toEqual(everything)
  expect(after([...Array(20).fill(30.5), ...Array(21).fill(1000)])).toEqual(everything)
})

it('leaves the rarest five and one of a hundred outside', () => {
  const { fromMs, untilMs } = after([...Array(4).fill(2), ...Array(95).fill(60.5), 200])
  expect(fromMs).toBe(60 * minute * 0.9)
  expect(untilMs).toBeCloseTo(61 * minute * 1.1, 3)
})
