import { expect, it } from 'vitest'
import { seriesPoints, warmUpMark } from '#experiments/report/time-series.ts'
import type { RunResult } from '#sim/result.ts'

const result = (warmUpMs: number): RunResult =>
  ({ warmUpMs, series: [{ name: 'a', unit: 'ms', values: [5, 6, 7] }] }) as unknown as RunResult

it('places the samples of a run so that one ends with the warm-up', () => {
  expect(seriesPoints(result(2000), 'a').map(({ x }) => x)).toEqual([1, 2, 3])
  expect(seriesPoints(result(1500), 'a').map(({ x }) => x)).toEqual([0.5, 1.5, 2.5])
  expect(seriesPoints(result(0), 'a').map(({ y }) => y)).toEqual([5, 6, 7])
  expect(seriesPoints(result(0), 'b')).toEqual([])
})

it('marks the end of warm-up where there was one', () => {
  expect(warmUpMark(result(1500))).toEqual([{ x: 1.5, label: 'warm-up ends' }])
  expect(warmUpMark(result(0))).toEqual([])
})
