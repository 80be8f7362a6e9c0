import { expect, it } from 'vitest'
import { sweepTable } from '#experiments/report/sweep-table.ts'
import { csv } from '#experiments/sweep/csv.ts'

const header = ['cell', 'servers', 'service', 'seed', 'replications', 'a', 'a.low', 'a.high', 'problem']

it('reads what the sweep wrote: values in the order of the design, metrics with their interval, problems', () => {
  const text = csv(header, [
    [0, '1', '{ shape: "x", mean: 1 ms }', 1, 3, 5, 4, 6, ''],
    [1, '2', 'constant', 1, 0, null, null, null, 'failed, "badly"\nindeed'],
  ])
  const [first, second] = sweepTable(text, ['service', 'servers'])
  expect(first).toMatchObject({
    cell: 0,
    values: ['{ shape: "x", mean: 1 ms }', '1'],
    replications: 3,
    problem: '',
  })
  expect(first!.metrics).toEqual(new Map([['a', { mean: 5, low: 4, high: 6 }]]))
  expect(second).toMatchObject({ problem: 'failed, "badly"\nindeed' })
  expect(second!.metrics.size).toBe(0)
})

it('refuses a table of another sweep', () => {
  expect(() => sweepTable(csv(header, []), ['users'])).toThrow(/no column 'users'/)
  expect(() => sweepTable('', ['users'])).toThrow(/no column 'cell'/)
})
