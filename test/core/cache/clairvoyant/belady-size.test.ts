import { expect, it } from 'vitest'
import { replayTrace } from '#core/cache/replay-trace.ts'

const misses = (policy: string, capacity: number, keys: number[], sizes: number[]) =>
  replayTrace(
    { keys: Uint32Array.from(keys), sizes: Uint32Array.from(sizes) },
    { policy: { policy }, capacity },
  ).misses

it('gives up one large entry rather than many small ones, which Belady does not', () => {
  const keys = [1, 2, 3, 4, 9, 5, 9, 1, 2, 3, 4]
  const sizes = keys.map((key) => (key === 9 ? 4 : 1))
  expect(misses('belady-size', 8, keys, sizes)).toBeLessThanOrEqual(misses('belady', 8, keys, sizes))
})

it('does not keep what is not asked for again', () => {
  const keys = [1, 2, 10, 11, 12, 13, 1, 2]
  expect(
    misses(
      'belady-size',
      2,
      keys,
      keys.map(() => 1),
    ),
  ).toBe(7)
})

it('comes near Belady when all entries have one size', () => {
  const keys = Array.from({ length: 3_000 }, (_, at) => (at * at * 31 + at) % 97)
  const sizes = keys.map(() => 1)
  const best = misses('belady', 30, keys, sizes)
  expect(misses('belady-size', 30, keys, sizes) / best).toBeLessThan(1.1)
  expect(misses('belady-size', 30, keys, sizes) / best).toBeGreaterThan(0.95)
})
