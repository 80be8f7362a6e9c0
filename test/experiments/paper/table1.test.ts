import { expect, it } from 'vitest'
import { baselineRow, table1 } from '#experiments/paper/table1.ts'

it('the claims of the table are numbered column by column', () => {
  const ids = (['mean', 'p95', 'redisHit', 'power'] as const).flatMap((metric) =>
    table1.map((row) => row.ids[metric]),
  )
  expect(ids).toEqual(Array.from({ length: 20 }, (_, index) => `T${String(index + 1).padStart(2, '0')}`))
})

it('what is predicted is not fitted: 3,000 and 7,000 users', () => {
  expect(table1.filter(({ role }) => role === 'holdout').map(({ users }) => users)).toEqual([3000, 7000])
  expect(baselineRow.role).toBe('fit')
})

it('the published curve of the mean is concave', () => {
  const slopes = table1.slice(1).map((row, index) => {
    const before = table1[index]!
    return (row.published.mean! - before.published.mean!) / (row.users - before.users)
  })
  expect(slopes).toEqual([...slopes].sort((a, b) => b - a))
})
