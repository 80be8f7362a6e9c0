import { expect, test } from 'vitest'
import { remainingMs } from '#experiments/live/warm-up.ts'

test.each([
  ['what two nodes still lack, at a request a millisecond', 1, 4_000, 2, 6_000],
  ['whole seconds', 0.7, 4_000, 1, 4_000],
  ['nothing when they are warm', 3, 4_000, 2, 0],
])('%s', (_, perMs, spentMs, nodes, ms) => {
  expect(remainingMs(perMs, spentMs, nodes)).toBe(ms)
})

test('where nothing is answered, as long as there is time', () => {
  expect(remainingMs(0, 4_000, 2)).toBeGreaterThan(1e9)
})
