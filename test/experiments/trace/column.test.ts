import { expect, test } from 'vitest'
import { column } from '#experiments/trace/column.ts'

test('numbers stay when the column grows', () => {
  const grown = column(Float64Array)
  for (let i = 0; i < 5000; i++) grown.push(i / 2)
  grown.increase(4999, 0.25)
  expect(grown.length()).toBe(5000)
  expect(grown.at(3)).toBe(1.5)
  expect(grown.values()).toEqual(
    Float64Array.from({ length: 5000 }, (_, i) => (i === 4999 ? 2499.75 : i / 2)),
  )
})
