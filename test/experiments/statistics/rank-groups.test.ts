import { expect, test } from 'vitest'
import { rankGroups } from '#experiments/statistics/rank-groups.ts'

test('groups cover every rank once', () => {
  for (const n of [1, 2, 256, 257, 1000, 123_457]) {
    const { rank, size } = rankGroups(n)
    expect(size.reduce((sum, one) => sum + one, 0)).toBe(n)
    expect(rank.reduce((sum, one, i) => sum + one * size[i]!, 0)).toBeCloseTo((n * (n + 1)) / 2, 3)
  }
})

test.each([0, 0.5, 0.9, 1.5, 5])('a sum of rank^-%d is close to the full one', (s) => {
  const n = 50_000
  let full = 0
  for (let rank = 1; rank <= n; rank++) full += rank ** -s
  const { rank, size } = rankGroups(n)
  const grouped = rank.reduce((sum, one, i) => sum + size[i]! * one ** -s, 0)
  expect(Math.abs(grouped / full - 1)).toBeLessThan(1e-4)
  expect(rank.length).toBeLessThan(2000)
})
