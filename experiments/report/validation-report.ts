import { figure, percent } from '../table.ts'
import type { Calibration } from '../validation/calibrate.ts'
import { escaped } from './escaped.ts'
import { type Mark, shapes } from './mark.ts'
import { page, tableHtml } from './page.ts'
import { palette } from './palette.ts'
import { type PlotRow, rowsPlotSvg } from './rows-plot.ts'
import { type ScatterPoint, scatterSvg } from './scatter.ts'

/** A cell as stored: JSON has no infinity and no NaN, so what could not be measured is null. */
export interface StoredCell {
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

/** What `validate` stores. */
export interface StoredValidation {
  readonly cells: readonly StoredCell[]
  readonly ranking: { readonly kendallTau: number; readonly pairs: number }
  readonly summary: {
    readonly cells: number
    readonly withinNoise: number
    readonly meanErrorRatioFit: number | null
    readonly meanErrorRatioHoldout: number | null
    readonly failed: number
    readonly remoteFailures: number
    readonly otherProgramsRatio: number
    readonly latenessMsMean: number
    readonly repeats: number
    readonly generator: string
    readonly parts: Readonly<Record<string, string>>
    readonly cores: number
  }
  /** Older results lack the cost of an operation. */
  readonly calibration: Omit<Calibration, 'operationCpuMs'> & Partial<Pick<Calibration, 'operationCpuMs'>>
  readonly scenarios: readonly { readonly name: string; readonly description?: string }[]
}

/** Pictures, by what the name of a metric begins with. */
const panels = [
  { title: 'Response times', unit: 'ms', starts: ['responseMs.'] },
  { title: 'Throughput', unit: 'requests/s', starts: ['throughput'] },
  { title: 'Hit ratios', unit: 'ratio', starts: ['hitRatio.'] },
  { title: 'Utilisation', unit: 'ratio', starts: ['utilisation.'] },
] as const

/** The report of `validate`. */
export function validationReport(stored: StoredValidation): string {
  const { cells, summary, ranking, scenarios } = stored
  const name = scenarios[0]?.name ?? 'scenario'
  const variants = [...new Set(cells.map(variantOf))]
  const title = `${name}: live against simulated`
  const about = scenarios[0]?.description ?? ''
  return page(
    title,
    `<h1>${escaped(title)}</h1><p class="soft">${escaped(about)}${about === '' || about.endsWith('.') ? '' : '.'} The server was driven by ${escaped(summary.generator)}, ${summary.repeats} live ${summary.repeats === 1 ? 'run' : 'runs'} of each variant, on a machine with ${summary.cores} processors; the simulator ran the same scenarios
with costs measured at one of them. Intervals of the simulation 95 %, Student; of the live runs half their range.</p>
<p class="verdict" style="--c:${palette.quiet}">${summary.withinNoise} of ${summary.cells} metrics are within the noise of the live runs; mean error ${ratioText(summary.meanErrorRatioFit)} where costs were measured, ${ratioText(summary.meanErrorRatioHoldout)} elsewhere. The order of the ${variants.length} variants by mean response time: Kendall tau ${figure(ranking.kendallTau)} over ${ranking.pairs} ${ranking.pairs === 1 ? 'pair' : 'pairs'}.</p>
${warnings(summary)}
<h2>Live against simulated</h2><div class="grid2">${panels.map((panel) => scatter(panel, cells, variants)).join('')}</div>
${errors(cells, variants)}
${variants.map((variant) => variantTable(cells.filter((cell) => variantOf(cell) === variant))).join('')}
<h2>Parts</h2>${tableHtml(['part', 'what'], Object.entries(summary.parts), 'words')}
<h2>Noise</h2>${noise(summary)}
<h2>Costs measured</h2>${costs(stored.calibration)}`,
  )
}

const variantOf = ({ load, policy }: StoredCell): string => `${load}, ${policy}`
const ratioText = (ratio: number | null): string => (ratio === null ? '-' : percent(ratio))
const number = (value: number | null): number => value ?? Number.NaN

function scatter(
  { title, unit, starts }: (typeof panels)[number],
  cells: readonly StoredCell[],
  variants: readonly string[],
): string {
  const own = cells.filter(({ metric }) => starts.some((start) => metric.startsWith(start)))
  const metrics = [...new Set(own.map(({ metric }) => metric))]
  const shapeOf = (metric: string) => shapes[metrics.indexOf(metric) % shapes.length]!
  const points = own.map((cell): ScatterPoint => {
    const [x, y, spread] = [number(cell.live), number(cell.simulated), number(cell.liveSpread)]
    return {
      ...{ x, y, xLow: x - spread, xHigh: x + spread, yLow: number(cell.low), yHigh: number(cell.high) },
      mark: {
        shape: shapeOf(cell.metric),
        colour: colourOf(variants.indexOf(variantOf(cell))),
        isRing: cell.role === 'holdout',
      },
      said: `${cell.metric}, ${variantOf(cell)}: live ${figure(x)}, simulated ${figure(y)} ${unit}`,
    }
  })
  const shapeKeys = metrics.map((metric): { name: string; mark: Mark } => ({
    name: metric,
    mark: { shape: shapeOf(metric), colour: palette.quiet },
  }))
  return scatterSvg({
    title,
    x: `live, ${unit}`,
    y: `simulated, ${unit}`,
    points,
    keys: [...shapeKeys, ...variants.map((variant, index) => variantKey(cells, variant, index))],
  })
}

const colourOf = (index: number): string => palette.several[index % palette.several.length]!

function variantKey(cells: readonly StoredCell[], variant: string, index: number) {
  const isFit = roleOf(cells, variant) === 'fit'
  const mark = { shape: 'circle', colour: colourOf(index), isRing: !isFit } as const
  return { name: `${variant}${isFit ? ' (costs measured here)' : ''}`, mark }
}

/** All metrics on one axis: how far the simulated value is from the live one. */
function errors(cells: readonly StoredCell[], variants: readonly string[]): string {
  const metrics = [...new Set(cells.map(({ metric }) => metric))]
  const rows = metrics.map((label): PlotRow => {
    const placed = variants.map((variant, index) => {
      const cell = cells.find((one) => one.metric === label && variantOf(one) === variant)
      const mark: Mark = { shape: shapes[index % shapes.length]!, colour: colourOf(index) }
      return { at: 100 * number(cell?.errorRatio ?? null), mark, cell }
    })
    const within = placed.filter(({ cell }) => cell?.withinNoise === true).length
    const [first, ...others] = placed
    return { label, at: first!.at, mark: first!.mark, others, texts: [`${within} of ${variants.length}`] }
  })
  return rowsPlotSvg({
    title: 'Error of the simulation',
    x: 'simulated minus live, % of live',
    rows,
    columns: ['within noise'],
    reference: 0,
    band: { low: -10, high: 10, label: 'within 10 %' },
    keys: variants.map((name, index) => ({
      name,
      mark: { shape: shapes[index % shapes.length]!, colour: colourOf(index) },
    })),
  })
}

/** Above this share of the machine, what others do is seen in the response times. */
const quietRatio = 0.1

function warnings({ remoteFailures, failed, otherProgramsRatio }: StoredValidation['summary']): string {
  const said = [
    ...(remoteFailures > 0
      ? [`The shared cache failed ${remoteFailures} times: live and simulated were not the same system.`]
      : []),
    ...(failed > 0 ? [`${failed} requests failed.`] : []),
    ...(otherProgramsRatio > quietRatio
      ? [
          `Not a quiet machine: other programs used up to ${percent(otherProgramsRatio)} of it, so live times are longer than the cluster's own.`,
        ]
      : []),
  ]
  return said.map((text) => `<p class="verdict" style="--c:${palette.theirs}">${escaped(text)}</p>`).join('')
}

const roleOf = (cells: readonly StoredCell[], variant: string): StoredCell['role'] | undefined =>
  cells.find((cell) => variantOf(cell) === variant)?.role

function variantTable(cells: readonly StoredCell[]): string {
  const [first] = cells
  const role = first!.role === 'fit' ? 'costs measured here' : 'costs not measured here'
  return `<h2>${escaped(variantOf(first!))}: ${role}</h2>${tableHtml(
    ['metric', 'live', '+/-', 'simulated', '95 % interval', 'error', 'within noise'],
    cells.map(({ metric, live, liveSpread, simulated, low, high, errorRatio, withinNoise }) => [
      metric,
      figure(number(live)),
      figure(number(liveSpread)),
      figure(number(simulated)),
      `${figure(number(low))} .. ${figure(number(high))}`,
      errorRatio === null ? '-' : `${errorRatio >= 0 ? '+' : ''}${percent(errorRatio)}`,
      withinNoise ? 'yes' : 'no',
    ]),
  )}`
}

const noise = (summary: StoredValidation['summary']): string =>
  tableHtml(
    ['what', 'value'],
    [
      ['live runs of each variant', String(summary.repeats)],
      ['processors taken by other programs, most in any run', percent(summary.otherProgramsRatio)],
      ['requests sent late by, mean', `${figure(summary.latenessMsMean)} ms`],
      ['failed requests', String(summary.failed)],
      ['failures of the shared cache', String(summary.remoteFailures)],
    ],
    'words',
  )

function costs(calibration: StoredValidation['calibration']): string {
  const { stageMs, samples, gatewayAnswerMs, operationCpuMs } = calibration
  const countOf = (name: string) => String((samples as Readonly<Record<string, number>>)[name] ?? '-')
  return tableHtml(
    ['cost', 'ms', 'samples'],
    [
      ...Object.entries(stageMs).map(([stage, ms]) => [`stage ${stage}`, figure(ms), countOf(stage)]),
      ['shared cache, round trip', figure(calibration.remoteMs), countOf('remote')],
      ['database, round trip', figure(calibration.databaseMs), countOf('database')],
      ...(operationCpuMs === undefined
        ? []
        : [['processor time of an operation of shared cache or database', figure(operationCpuMs), '-']]),
      ['answer from the gateway', figure(gatewayAnswerMs.mean), String(gatewayAnswerMs.count)],
      ['HTTP of an answer by a node', figure(calibration.httpMs), countOf('requests')],
      ['processor time of the nodes for a request', figure(calibration.nodeCpuMs), countOf('requests')],
    ],
  )
}
