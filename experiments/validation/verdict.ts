/** What a validation has shown: how far off the simulator is where costs were not measured, and whether that is good enough. */
import type { Ms, Ratio } from '#core/units.ts'
import { quietRatio } from '../live/other-programs.ts'
import { median } from '../statistics/quantile.ts'
import type { ValidationCell } from './compare.ts'
import { coldStart } from './design.ts'

/** Facts of the live runs of a cell that tell how much they are worth. */
export interface CellFacts {
  readonly id: string
  readonly otherPrograms: Ratio
  readonly latenessMs: Ms
  readonly failed: number
  readonly remoteFailures: number
  /** The load generator was too late to measure the server: the cell does not count. */
  readonly isSaturated: boolean
  /** The clock was set during a run: the cell does not count. */
  readonly isClockSet: boolean
}

/** How far off a metric may be; or twice the live spread, where that is more. */
interface Aim {
  readonly metric: string
  readonly errorMax: number
  /** Of relative errors, or of differences. */
  readonly scale: 'relative' | 'points'
}

/** Median error over the cells that were held out. */
export const aims: readonly Aim[] = [
  { metric: 'responseMs.mean', errorMax: 0.08, scale: 'relative' },
  { metric: 'responseMs.p95', errorMax: 0.12, scale: 'relative' },
  { metric: 'throughputPerSecond', errorMax: 0.03, scale: 'relative' },
  { metric: 'hitRatio.gateway', errorMax: 0.01, scale: 'points' },
  { metric: 'hitRatio.l1', errorMax: 0.01, scale: 'points' },
  { metric: 'hitRatio.l2', errorMax: 0.01, scale: 'points' },
  { metric: 'hitRatio.redis', errorMax: 0.01, scale: 'points' },
]

export interface AimResult {
  readonly metric: string
  readonly medianError: number
  readonly allowed: number
  /** Of the cells, how many are within what is allowed or within twice the live spread. */
  readonly within: number
  readonly cells: number
  readonly isMet: boolean
}

export function aimResults(cells: readonly ValidationCell[]): AimResult[] {
  return aims.flatMap(({ metric, errorMax, scale }) => {
    const held = cells.filter((cell) => cell.role === 'holdout' && cell.metric === metric)
    if (held.length === 0) return []
    const errorOf = ({ live, simulated, errorRatio }: ValidationCell) =>
      scale === 'relative' ? Math.abs(errorRatio) : Math.abs(simulated - live)
    const spreadOf = ({ live, liveSpread }: ValidationCell) =>
      scale === 'relative' ? liveSpread / Math.max(1e-12, Math.abs(live)) : liveSpread
    const medianError = median(held.map(errorOf))
    const allowed = Math.max(errorMax, 2 * median(held.map(spreadOf)))
    const within = held.filter((cell) => errorOf(cell) <= Math.max(errorMax, 2 * spreadOf(cell))).length
    return { metric, medianError, allowed, within, cells: held.length, isMet: medianError <= allowed }
  })
}

/** A cell that the simulator misses, and what probably is the reason. */
export interface Miss {
  readonly id: string
  readonly metric: string
  readonly errorRatio: number
  readonly reason: string
}

/** The largest errors in response times, one of each cell at most. */
export function worstCells(
  cells: readonly ValidationCell[],
  facts: readonly CellFacts[],
  count: number,
): Miss[] {
  const ranked = cells
    .filter(({ metric, withinNoise }) => metric.startsWith('responseMs.') && !withinNoise)
    .sort((a, b) => Math.abs(b.errorRatio) - Math.abs(a.errorRatio))
  const seen = new Set<string>()
  const worst: Miss[] = []
  for (const { id, metric, errorRatio } of ranked) {
    if (seen.has(id) || worst.length === count) continue
    seen.add(id)
    const own = cells.filter((cell) => cell.id === id)
    const fact = facts.find((one) => one.id === id)
    worst.push({ id, metric, errorRatio, reason: reasonOf(own, metric, fact) })
  }
  return worst
}

/** Live runs that differ by more to either side tell little of a simulation that is off by less than twice as much. */
const unsteadyRatio = 0.15

function reasonOf(own: readonly ValidationCell[], metric: string, facts: CellFacts | undefined): string {
  const of = (name: string) => own.find((cell) => cell.metric === name)
  const utilisation = of('utilisation.node')
  const hits = own.find(
    ({ metric: name, live, simulated }) => name.startsWith('hitRatio.') && Math.abs(simulated - live) > 0.02,
  )
  if (facts !== undefined && facts.otherPrograms > quietRatio) return 'other programs used the machine'
  if (hits !== undefined)
    return `${hits.metric} is off by ${(100 * (hits.simulated - hits.live)).toFixed(1)} points`
  const missed = of(metric)!
  const spread = missed.liveSpread / missed.live
  if (spread > unsteadyRatio && Math.abs(missed.errorRatio) < 2 * spread)
    return `the live runs themselves, which differ by ${(100 * spread).toFixed(0)} % to either side`
  if (utilisation !== undefined && Math.abs(utilisation.errorRatio) > 0.1)
    return `the nodes' processor time is off by ${(100 * utilisation.errorRatio).toFixed(0)} %: costs at this load`
  if (missed.id === coldStart) return 'generator, gateway and shared cache are cold, too'
  if (utilisation !== undefined && utilisation.live > 0.6)
    return 'near saturation small errors of cost become large ones of waiting'
  if (metric === 'responseMs.p99') return 'the tail: pauses of collector and kernel are not modelled'
  if (metric === 'responseMs.p50') return 'the middle of two kinds of answers, of gateway and nodes'
  return 'unknown'
}
