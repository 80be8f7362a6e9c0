import type { Calibration } from '../calibration/calibration-file.ts'
import { quietRatio } from '../live/other-programs.ts'
import { figure, percent } from '../table.ts'
import type { Ablated } from '../validation/ablation.ts'
import type { Ranking } from '../validation/ranking.ts'
import type { AimResult, Miss } from '../validation/verdict.ts'
import { escaped } from './escaped.ts'
import { page, tableHtml } from './page.ts'
import { palette } from './palette.ts'
import {
  type CellPictures,
  cellPictures,
  errorsPicture,
  number,
  type StoredCell,
  scatters,
  stagesPicture,
} from './validation-pictures.ts'

/** What `validate` stores. */
export interface StoredValidation {
  readonly name: string
  readonly description: string
  readonly cells: readonly StoredCell[]
  readonly ranking: Pick<Ranking, 'kendallTau' | 'pairs'>
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
    readonly saturated: readonly string[]
  }
  readonly aims: readonly AimResult[]
  readonly worst: readonly Miss[]
  readonly ablation: readonly Ablated[]
  readonly calibration: Pick<Calibration, 'date' | 'machine' | 'phases' | 'fit'>
  readonly pictures: readonly CellPictures[]
}

/** The report of `validate`. */
export function validationReport(stored: StoredValidation): string {
  const { cells, summary, ranking, name, description, pictures } = stored
  const ids = [...new Set(cells.map(({ id }) => id))]
  const title = `${name}: live against simulated`
  return page(
    title,
    `<h1>${escaped(title)}</h1><p class="soft">${escaped(sentence(description))} The server was driven by ${escaped(summary.generator)}, ${summary.repeats} live ${summary.repeats === 1 ? 'run' : 'runs'} of each of ${ids.length} cells, on a machine with ${summary.cores} processors; the simulator ran the same cells
with costs measured before. Intervals of the simulation 95 %, Student; of the live runs half their range.</p>
<p class="verdict" style="--c:${palette.quiet}">${summary.withinNoise} of ${summary.cells} metrics are within the noise of the live runs; mean error ${cells.some(({ role }) => role === 'fit') ? `${ratioText(summary.meanErrorRatioFit)} where costs were measured, ` : ''}${ratioText(summary.meanErrorRatioHoldout)} where they were not. The order of the cells by mean response time: Kendall tau ${figure(ranking.kendallTau)} over the ${ranking.pairs} ${ranking.pairs === 1 ? 'pair' : 'pairs'} that differ live beyond noise.</p>
${warnings(summary)}
<h2>Where costs were not measured</h2>${aimsTable(stored.aims)}${worstList(stored.worst)}
<h2>Live against simulated</h2><div class="grid2">${scatters(cells)}</div>
${errorsPicture(cells)}
${stagesPicture(pictures)}
<h2>Cell by cell</h2><div class="grid2">${pictures.map(cellPictures).join('')}</div>
${ids.map((id) => cellTable(cells.filter((cell) => cell.id === id))).join('')}
<h2>What each part of the machine model is worth</h2>${ablationTable(stored.ablation)}
<h2>Parts</h2>${tableHtml(['part', 'what'], Object.entries(summary.parts), 'words')}
<h2>Noise</h2>${noise(summary)}
<h2>Costs measured</h2>${costs(stored.calibration)}`,
  )
}

const sentence = (text: string): string => (text === '' || text.endsWith('.') ? text : `${text}.`)
const ratioText = (ratio: number | null): string => (ratio === null ? '-' : percent(ratio))

function warnings({ remoteFailures, failed, otherProgramsRatio, saturated }: StoredValidation['summary']) {
  const said = [
    ...(remoteFailures > 0
      ? [`The shared cache failed ${remoteFailures} times: live and simulated were not the same system.`]
      : []),
    ...(failed > 0 ? [`${failed} requests failed.`] : []),
    ...saturated.map((id) => `${id}: the load generator was saturated; this cell does not count.`),
    ...(otherProgramsRatio > quietRatio
      ? [
          `Not a quiet machine: other programs used up to ${percent(otherProgramsRatio)} of it, so live times are longer than the cluster's own.`,
        ]
      : []),
  ]
  return said.map((text) => `<p class="verdict" style="--c:${palette.theirs}">${escaped(text)}</p>`).join('')
}

const aimsTable = (aims: readonly AimResult[]): string =>
  tableHtml(
    ['metric', 'median error', 'allowed', 'cells within', 'met'],
    aims.map(({ metric, medianError, allowed, within, cells, isMet }) => [
      metric,
      percent(medianError),
      percent(allowed),
      `${within} of ${cells}`,
      isMet ? 'yes' : 'no',
    ]),
  )

function worstList(worst: readonly Miss[]): string {
  if (worst.length === 0) return ''
  const items = worst.map(
    ({ id, metric, errorRatio, reason }) =>
      `<li>${escaped(`${id}, ${metric} ${errorRatio >= 0 ? '+' : ''}${percent(errorRatio)}: probably ${reason}`)}</li>`,
  )
  return `<p>Furthest off:</p><ul>${items.join('')}</ul>`
}

function cellTable(cells: readonly StoredCell[]): string {
  const { id, load, policy, role } = cells[0]!
  const said = role === 'fit' ? 'costs measured at this load' : 'held out'
  return `<h3>${escaped(`${id}: ${load}, ${policy}`)} (${said})</h3>${tableHtml(
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

const ablationTable = (rows: readonly Ablated[]): string =>
  tableHtml(
    ['model', 'mean', 'P50', 'P95', 'utilisation'],
    rows.map(({ model, medianError }) => [model, ...Object.values(medianError).map(percent)]),
  )

const noise = (summary: StoredValidation['summary']): string =>
  tableHtml(
    ['what', 'value'],
    [
      ['live runs of each cell', String(summary.repeats)],
      ['processors taken by other programs, most in any run', percent(summary.otherProgramsRatio)],
      ['requests sent late by, mean', `${figure(summary.latenessMsMean)} ms`],
      ['failed requests', String(summary.failed)],
      ['failures of the shared cache', String(summary.remoteFailures)],
    ],
    'words',
  )

function costs({ date, machine, phases, fit }: StoredValidation['calibration']): string {
  const loads = phases.map(({ loadRatio, ratePerSecond, machineRatio, collectionRatio }, index) => [
    percent(loadRatio),
    figure(ratePerSecond),
    percent(machineRatio),
    figure(fit.costsAtRate[index]!.nodes),
    figure(fit.costsAtRate[index]!.client),
    percent(collectionRatio),
  ])
  const rows = [
    ...Object.entries(fit.costs).map(([name, { fixedMs, samples, shape }]) => [
      name,
      figure(fixedMs),
      shape,
      String(samples),
    ]),
    ...Object.entries(fit.partCosts).map(([name, ms]) => [name, figure(ms), 'gamma', '-']),
    ...Object.entries(fit.delays).map(([name, { meanMs, shape }]) => [
      `waiting, ${name}`,
      figure(meanMs),
      shape,
      '-',
    ]),
  ]
  return `<p class="soft">${escaped(date)}, ${escaped(machine.processor)}, ${machine.processors} processors, Node ${escaped(machine.node)}.</p>${tableHtml(
    ['load', 'requests/s', 'machine', 'cost of nodes', 'of the client', 'collector'],
    loads,
  )}${tableHtml(['cost', 'ms', 'shape', 'samples'], rows)}`
}
