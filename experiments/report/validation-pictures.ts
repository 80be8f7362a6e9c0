import type { Bucket } from '#core/collections/histogram.ts'
import { figure } from '../table.ts'
import { cumulative } from './distribution.ts'
import { type Mark, shapes } from './mark.ts'
import { palette } from './palette.ts'
import { plotSvg } from './plot.ts'
import { type PlotRow, rowsPlotSvg } from './rows-plot.ts'
import { scatterSvg } from './scatter.ts'
import { stagesSvg } from './stages.ts'

/** A metric of a cell as stored: JSON has no infinity and no NaN, so what could not be measured is null. */
export interface StoredCell {
  readonly id: string
  readonly policy: string
  readonly load: string
  readonly role: 'fit' | 'holdout'
  readonly metric: string
  readonly live: number | null
  readonly liveSpread: number | null
  readonly simulated: number | null
  readonly low: number | null
  readonly high: number | null
  readonly errorRatio: number | null
  readonly withinNoise: boolean
}

/** What was seen of a cell in one world. */
export interface Seen {
  readonly responseMs: readonly Bucket[]
  readonly series: Readonly<Record<string, readonly number[]>>
  readonly stagesMs: Readonly<Record<string, number>>
}

export interface CellPictures {
  readonly id: string
  readonly live: Seen
  readonly simulated: Seen
}

/** Pictures, by what the name of a metric begins with. */
const panels = [
  { title: 'Response times', unit: 'ms', starts: 'responseMs.' },
  { title: 'Throughput', unit: 'requests/s', starts: 'throughput' },
  { title: 'Hit ratios', unit: 'ratio', starts: 'hitRatio.' },
  { title: 'Utilisation', unit: 'ratio', starts: 'utilisation.' },
] as const

export const number = (value: number | null): number => value ?? Number.NaN

const roleColour = (role: StoredCell['role']): string => (role === 'fit' ? palette.quiet : palette.ours)
const roleKeys: { name: string; mark: Mark }[] = [
  { name: 'costs measured at this load', mark: { shape: 'circle', colour: roleColour('fit') } },
  { name: 'held out', mark: { shape: 'circle', colour: roleColour('holdout') } },
]

/** One scatter for each kind of metric: simulated over live, with the error bars of both. */
export const scatters = (cells: readonly StoredCell[]): string =>
  panels.map((panel) => scatter(panel, cells)).join('')

function scatter({ title, unit, starts }: (typeof panels)[number], cells: readonly StoredCell[]): string {
  const own = cells.filter(({ metric }) => metric.startsWith(starts))
  const metrics = [...new Set(own.map(({ metric }) => metric))]
  const shapeOf = (metric: string) => shapes[metrics.indexOf(metric) % shapes.length]!
  const points = own.map((cell) => {
    const [x, y, spread] = [number(cell.live), number(cell.simulated), number(cell.liveSpread)]
    return {
      ...{ x, y, xLow: x - spread, xHigh: x + spread, yLow: number(cell.low), yHigh: number(cell.high) },
      mark: { shape: shapeOf(cell.metric), colour: roleColour(cell.role) },
      said: `${cell.metric}, ${cell.id}: live ${figure(x)}, simulated ${figure(y)} ${unit}`,
    }
  })
  const keys = metrics.map((metric) => ({
    name: metric,
    mark: { shape: shapeOf(metric), colour: palette.quiet },
  }))
  return scatterSvg({
    title,
    x: `live, ${unit}`,
    y: `simulated, ${unit}`,
    points,
    keys: [...keys, ...roleKeys],
  })
}

/** All metrics on one axis: how far the simulated values of all cells are from the live ones. */
export function errorsPicture(cells: readonly StoredCell[]): string {
  const metrics = [...new Set(cells.map(({ metric }) => metric))]
  const rows = metrics.map((label): PlotRow => {
    const own = cells.filter(({ metric, errorRatio }) => metric === label && errorRatio !== null)
    const placed = own.map(({ errorRatio, role }) => ({
      at: 100 * number(errorRatio),
      mark: { shape: 'circle', colour: roleColour(role) } as const,
    }))
    const within = own.filter(({ withinNoise }) => withinNoise).length
    const [first = { at: Number.NaN, mark: roleKeys[0]!.mark }, ...others] = placed
    return { label, at: first.at, mark: first.mark, others, texts: [`${within} of ${own.length}`] }
  })
  return rowsPlotSvg({
    title: 'Error of the simulation',
    x: 'simulated minus live, % of live',
    rows,
    columns: ['within noise'],
    reference: 0,
    band: { low: -10, high: 10, label: 'within 10 %' },
    keys: roleKeys,
  })
}

/** Distributions and seconds of both worlds, one over the other, and where the time of an answer goes. */
export function cellPictures({ id, live, simulated }: CellPictures): string {
  const worlds = [
    { name: 'live', colour: palette.theirs, seen: live },
    { name: 'simulated', colour: palette.ours, seen: simulated },
  ]
  const distribution = plotSvg({
    title: `${id}: distribution of response times`,
    x: 'ms',
    y: 'share of answers',
    xScale: 'log',
    fromZero: true,
    series: worlds.map(({ name, colour, seen }) => ({
      name,
      colour,
      drawn: 'line' as const,
      points: cumulative(seen.responseMs),
    })),
  })
  const seconds = plotSvg({
    title: `${id}: mean of each second`,
    x: 's since the start',
    y: 'ms',
    fromZero: true,
    series: worlds.map(({ name, colour, seen }) => ({
      name,
      colour,
      drawn: 'line' as const,
      points: secondsOf(seen),
    })),
  })
  return distribution + seconds
}

/** Seconds without an answer, or before a generator counts, have no point. */
const secondsOf = ({ series: { responseMean = [] } }: Seen) =>
  responseMean.flatMap((y, second) => (y > 0 ? [{ x: second + 1, y }] : []))

export const stagesPicture = (pictures: readonly CellPictures[]): string =>
  stagesSvg(
    'Where the time of a mean answer goes',
    pictures.flatMap(({ id, live, simulated }) => [
      { label: `${id}, live`, stagesMs: live.stagesMs },
      { label: 'simulated', stagesMs: simulated.stagesMs },
    ]),
  )
