import type { Ratio } from '#core/units.ts'
import { quietRatio } from '../live/other-programs.ts'
import { figure, percent, tableLines } from '../table.ts'
import type { Ablated } from './ablation.ts'
import type { ValidationCell } from './compare.ts'
import type { Cell } from './design.ts'
import type { Ranking } from './ranking.ts'
import type { AimResult, Miss } from './verdict.ts'

/** What a validation has found, as stored. */
export interface ValidationDocument {
  readonly cells: readonly ValidationCell[]
  readonly ranking: Ranking
  readonly summary: {
    readonly withinNoise: number
    readonly meanErrorRatioFit: Ratio
    readonly meanErrorRatioHoldout: Ratio
    readonly failed: number
    readonly remoteFailures: number
    readonly otherProgramsRatio: Ratio
    readonly latenessMsMean: number
    readonly repeats: number
    readonly generator: string
    readonly parts: Readonly<Record<string, string>>
    readonly saturated: readonly string[]
    readonly clockSet: readonly string[]
  }
  readonly aims: readonly AimResult[]
  readonly worst: readonly Miss[]
  readonly ablation: readonly Ablated[]
}

export function validationLines(cells: readonly Cell[], document: ValidationDocument): string[] {
  const { ranking, summary, aims, worst, ablation } = document
  const tables = cells.flatMap(({ id, policy, load, role }) => [
    `${id}: ${load}, ${policy}${role === 'fit' ? ' (costs measured here)' : ''}`,
    ...comparisonLines(document.cells.filter((cell) => cell.id === id)),
    '',
  ])
  return [
    ...tables,
    ...Object.entries(summary.parts).map(([part, what]) => `${part}: ${what}`),
    `load by ${summary.generator}, ${summary.repeats} live runs each, in as many blocks of random order, sent ${figure(summary.latenessMsMean)} ms late on average; ${summary.failed} requests failed`,
    ...(summary.remoteFailures > 0
      ? [
          `the shared cache failed ${summary.remoteFailures} times: live and simulated were not the same system`,
        ]
      : []),
    ...summary.saturated.map((id) => `${id}: the load generator was saturated; this cell does not count`),
    ...summary.clockSet.map((id) => `${id}: the clock was set during a run; this cell does not count`),
    `${summary.withinNoise} of ${document.cells.length} metrics within the noise of the live runs; mean error ${cells.some(({ role }) => role === 'fit') ? `${percent(summary.meanErrorRatioFit)} where costs were measured, ` : ''}${percent(summary.meanErrorRatioHoldout)} where they were not`,
    `order of the ${cells.length} by mean response time: Kendall tau ${figure(ranking.kendallTau)} over the ${ranking.pairs} of ${ranking.pairsOfAll} pairs that differ live beyond noise${Number.isFinite(ranking.noiseRatio) ? ` (${percent(ranking.noiseRatio)})` : ', which one run does not tell'}`,
    ...ranking.reversed.map(([one, other]) => `  the other way round: ${one} and ${other}`),
    '',
    'where costs were not measured:',
    ...tableLines(['metric', 'median error', 'allowed', 'cells within', 'met'], aims.map(aimRow)),
    ...(worst.length > 0 ? ['', 'furthest off:'] : []),
    ...worst.map(
      ({ id, metric, errorRatio, reason }) => `  ${id}, ${metric} ${signed(errorRatio)}: probably ${reason}`,
    ),
    '',
    'what each part of the machine model is worth, median error of all cells:',
    ...tableLines(
      ['model', 'mean', 'P50', 'P95', 'utilisation'],
      ablation.map(({ model, medianError }) => [model, ...Object.values(medianError).map(percent)]),
    ),
    ...disturbance(summary.otherProgramsRatio),
  ]
}

const aimRow = ({ metric, medianError, allowed, within, cells, isMet }: AimResult): string[] => [
  metric,
  percent(medianError),
  percent(allowed),
  `${within} of ${cells}`,
  isMet ? 'yes' : 'no',
]

const signed = (ratio: number): string => `${ratio >= 0 ? '+' : ''}${percent(ratio)}`

const disturbance = (ratio: Ratio): string[] =>
  ratio <= quietRatio
    ? []
    : [
        `not a quiet machine: other programs used up to ${percent(ratio)} of it, so live times are longer than the cluster's own`,
      ]

export function comparisonLines(cells: readonly ValidationCell[]): string[] {
  const rows = cells.map(({ metric, live, liveSpread, simulated, low, high, errorRatio, withinNoise }) => [
    metric,
    figure(live),
    figure(liveSpread),
    figure(simulated),
    `${figure(low)} .. ${figure(high)}`,
    Number.isFinite(errorRatio) ? signed(errorRatio) : '-',
    withinNoise ? 'yes' : 'no',
  ])
  return tableLines(['metric', 'live', '+/-', 'simulated', '95 % interval', 'error', 'within noise'], rows)
}
