import { expect, test } from 'vitest'
import { remainingMs } from '#experiments/live/warm-up.ts'

test.each([
  ['what is still wanted, at a request a millisecond', 10_000, 4_000, 4_000, 6_000],
  ['whole seconds', 5_000, 2_800, 4_000, 4_000],
  ['nothing when all are answered', 10_000, 12_000, 4_000, 0],
])('%s', (_, wanted, answered, spentMs, ms) => {
  expect(remainingMs(wanted, answered, spentMs)).toBe(ms)
})

test('where nothing is answered, as long as there is time', () => {
  expect(remainingMs(10_000, 0, 4_000)).toBeGreaterThan(1e7)
})
