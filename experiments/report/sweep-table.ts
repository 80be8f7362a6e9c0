import { csvParseRows } from 'd3'
import { TandemError } from '#core/errors.ts'

export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** A cell of a sweep as `summary.csv` has it. */
export interface SweepCell {
  readonly cell: number
  /** Value of each varied path, in the order of the design. */
  readonly values: readonly string[]
  readonly replications: number
  readonly metrics: ReadonlyMap<string, Interval>
  readonly problem: string
}

/** Reads `summary.csv`. Errors: InputMissing for a table without the columns of the design. */
export function sweepTable(text: string, paths: readonly string[]): SweepCell[] {
  const [header = [], ...rows] = csvParseRows(text)
  const missing = ['cell', ...paths, 'replications', 'problem'].find((name) => !header.includes(name))
  if (missing !== undefined) throw new TandemError('InputMissing', `summary.csv has no column '${missing}'`)
  const names = header.filter((name) => header.includes(`${name}.low`) && header.includes(`${name}.high`))
  const place = new Map(header.map((name, column) => [name, column]))
  return rows.map((row): SweepCell => {
    const field = (name: string): string => row[place.get(name)!] ?? ''
    return {
      cell: Number(field('cell')),
      values: paths.map(field),
      replications: Number(field('replications')),
      metrics: new Map(
        names.flatMap((name): [string, Interval][] => {
          const [mean, low, high] = [name, `${name}.low`, `${name}.high`].map((one) => field(one))
          const interval = { mean: Number(mean), low: Number(low), high: Number(high) }
          const isWhole = mean !== '' && Object.values(interval).every(Number.isFinite)
          return isWhole ? [[name, interval]] : []
        }),
      ),
      problem: field('problem'),
    }
  })
}
