import type { RunResult } from '#sim/result.ts'
import type { Point } from './plot.ts'

/** The samples of a series of a run, against virtual time in seconds; the first ends with the first whole part of warm-up. */
export function seriesPoints({ series, warmUpMs }: RunResult, name: string): Point[] {
  const firstEndsMs = warmUpMs % 1000 || 1000
  const values = series.find((one) => one.name === name)?.values ?? []
  return values.map((y, index) => ({ x: (firstEndsMs + index * 1000) / 1000, y }))
}

/** Where warm-up ends, for a plot over virtual time; none when there was none. */
export const warmUpMark = ({ warmUpMs }: RunResult) =>
  warmUpMs === 0 ? [] : [{ x: warmUpMs / 1000, label: 'warm-up ends' }]
