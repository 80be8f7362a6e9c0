import { type Metric, metricNamed, metrics as toldMetrics } from '../metric.ts'
import type { Factor } from '../sweep/design.ts'
import { figure } from '../table.ts'
import { heatMapSvg } from './heat-map.ts'
import { shapes } from './mark.ts'
import { type NumericFactor, numericFactor } from './numeric-factor.ts'
import { palette } from './palette.ts'
import { type Point, plotSvg, type Series } from './plot.ts'
import { type PlotRow, rowsPlotSvg } from './rows-plot.ts'
import type { SweepCell } from './sweep-table.ts'

/** Metrics of some cell that have a name for people and are not 0 everywhere; all there are where none has. */
export function metricsShown(cells: readonly SweepCell[]): Metric[] {
  const measured = [...new Set(cells.flatMap(({ metrics }) => [...metrics.keys()]))]
  const varied = measured.filter((name) => cells.some(({ metrics }) => (metrics.get(name)?.mean ?? 0) !== 0))
  const told = toldMetrics.filter(({ name }) => varied.includes(name))
  return told.length > 0 ? told : varied.map((name) => metricNamed(name) ?? { name, title: name, unit: '' })
}

/** What two factors and more are drawn by. */
export const leading = (metrics: readonly Metric[]): Metric[] => {
  const chosen = metrics.filter(({ name }) => name === 'responseMs.mean' || name === 'throughputPerSecond')
  return chosen.length > 0 ? chosen : metrics.slice(0, 2)
}

const linesMax = 6
const panelsMax = 12

interface Layout {
  readonly x: { readonly index: number; readonly factor: Factor; readonly numeric: NumericFactor }
  /** One line for each value. */
  readonly lines: number | undefined
  /** One picture for each combination of values. */
  readonly panels: readonly number[]
}

/**
 * Lines over the numeric factor with the most values, one colour for each value of another factor, one picture for each combination
 * of the rest. Undefined where no factor is numeric or there would be too many pictures to look at.
 */
export function layoutOf(design: readonly Factor[]): Layout | undefined {
  const [x] = design
    .flatMap((factor, index) => {
      const numeric = numericFactor(factor.values)
      return numeric === undefined ? [] : [{ index, factor, numeric }]
    })
    .sort((a, b) => b.factor.values.length - a.factor.values.length)
  if (x === undefined) return undefined
  const rest = [...design.keys()].filter((index) => index !== x.index)
  const size = (index: number) => design[index]!.values.length
  const [lines] = rest.filter((index) => size(index) <= linesMax).sort((a, b) => size(b) - size(a))
  const panels = rest.filter((index) => index !== lines)
  const count = panels.reduce((product, index) => product * size(index), 1)
  return count > panelsMax ? undefined : { x, lines, panels }
}

/** One picture of lines with their intervals for each metric and each combination of the factors that have no axis. */
export function linePictures(
  cells: readonly SweepCell[],
  { design, layout, metrics }: { design: readonly Factor[]; layout: Layout; metrics: readonly Metric[] },
): string {
  const panels = combinations(layout.panels.map((index) => design[index]!.values))
  const pictures = metrics.flatMap((metric) => {
    // All pictures of a metric have the same axes.
    const highest = cells.flatMap(({ metrics: measured }) => measured.get(metric.name)?.high ?? [])
    return panels.map((values) => {
      const own = cells.filter((cell) =>
        layout.panels.every((index, at) => cell.values[index] === values[at]),
      )
      const where = layout.panels.map((index, at) => `${design[index]!.path} ${values[at]}`).join(', ')
      return plotSvg({
        title: where === '' ? metric.title : `${metric.title}: ${where}`,
        x: withUnit(layout.x.factor.path, layout.x.numeric.unit),
        y: metric.unit,
        xScale: layout.x.numeric.scale,
        fromZero: true,
        reach: { x: layout.x.numeric.places, y: highest },
        series: seriesOf(own, { design, layout, metric }),
      })
    })
  })
  return `<div class="grid2">${pictures.join('')}</div>`
}

function seriesOf(
  cells: readonly SweepCell[],
  { design, layout, metric }: { design: readonly Factor[]; layout: Layout; metric: Metric },
): Series[] {
  const { x, lines } = layout
  const values = lines === undefined ? [undefined] : design[lines]!.values
  return values.map((value, index): Series => {
    const own = cells.filter((cell) => lines === undefined || cell.values[lines] === value)
    const points = own.flatMap((cell): Point[] => {
      const interval = cell.metrics.get(metric.name)
      const place = x.numeric.places[x.factor.values.indexOf(cell.values[x.index]!)]
      if (interval === undefined || place === undefined) return []
      // None of the metrics can be negative, so neither can its interval.
      return [{ x: place, y: interval.mean, low: Math.max(0, interval.low), high: interval.high }]
    })
    return {
      name:
        value === undefined
          ? 'mean and 95 % interval'
          : `${design[lines!]!.path} ${value}${points.length === 0 ? ' (no value)' : ''}`,
      colour: palette.several[index]!,
      drawn: 'line',
      shape: shapes[index]!,
      points: points.sort((a, b) => a.x - b.x),
    }
  })
}

/** Two factors: the one with more values as columns. */
export function heatMaps(
  cells: readonly SweepCell[],
  { design, metrics }: { design: readonly Factor[]; metrics: readonly Metric[] },
): string {
  const across = design[1]!.values.length > design[0]!.values.length ? 1 : 0
  const [x, y] = [design[across]!, design[1 - across]!]
  const maps = metrics.map((metric) =>
    heatMapSvg({
      title: capitalised(metric.title),
      unit: metric.unit,
      x: { name: x.path, values: x.values },
      y: { name: y.path, values: y.values },
      at: (column, row) =>
        cells
          .find(({ values }) => values[across] === x.values[column] && values[1 - across] === y.values[row])
          ?.metrics.get(metric.name)?.mean,
    }),
  )
  return `<div class="grid2">${maps.join('')}</div>`
}

const rowsMax = 60

/** Settings that have names instead of numbers: a row for each cell, as many as can be looked at. */
export const rowPictures = (cells: readonly SweepCell[], metrics: readonly Metric[]): string =>
  metrics
    .map((metric) =>
      rowsPlotSvg({
        title: capitalised(metric.title),
        x: withUnit(metric.title, metric.unit),
        rows: cells.slice(0, rowsMax).map((cell): PlotRow => {
          const interval = cell.metrics.get(metric.name)
          const label = cell.values.join(', ')
          const mark = { shape: 'circle', colour: palette.ours } as const
          if (interval === undefined)
            return { label, at: Number.NaN, mark, texts: ['-', cell.problem === '' ? '-' : 'problem'] }
          const { mean: at, high } = interval
          const low = Math.max(0, interval.low)
          return { label, at, low, high, mark, texts: [figure(at), `${figure(low)} .. ${figure(high)}`] }
        }),
        columns: ['mean', '95 % interval'],
        keys: [{ name: 'mean and 95 % interval', mark: { shape: 'circle', colour: palette.ours } }],
      }),
    )
    .join('')

export const withUnit = (name: string, unit: string): string => (unit === '' ? name : `${name}, ${unit}`)

const combinations = (lists: readonly (readonly string[])[]): string[][] =>
  lists.reduce<string[][]>(
    (before, list) => before.flatMap((one) => list.map((value) => [...one, value])),
    [[]],
  )

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
