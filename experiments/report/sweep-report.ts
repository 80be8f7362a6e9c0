import type { Metric } from '../metric.ts'
import type { Factor } from '../sweep/design.ts'
import { figure } from '../table.ts'
import { escaped } from './escaped.ts'
import { page, tableHtml } from './page.ts'
import {
  heatMaps,
  layoutOf,
  leading,
  linePictures,
  metricsShown,
  rowPictures,
  withUnit,
} from './sweep-pictures.ts'
import { type SweepCell, sweepTable } from './sweep-table.ts'

/** What `sweep` stores in `sweep.json`; the numbers are in `summary.csv`. */
export interface StoredSweep {
  readonly scenario: string
  readonly seed: number
  readonly replications: number
  readonly design: readonly Factor[]
  readonly cells: number
}

/** Rows that a page shows; `summary.csv` has them all. */
const tableMax = 300

/** The report of `sweep`. Parameters: what `sweep.json` and `summary.csv` hold. */
export function sweepReport(stored: StoredSweep, summaryCsv: string): string {
  const { scenario, seed, replications, design } = stored
  const cells = sweepTable(
    summaryCsv,
    design.map(({ path }) => path),
  )
  const metrics = metricsShown(cells)
  const wrong = cells.filter(({ problem }) => problem !== '')
  const title = `${scenario}: sweep over ${design.map(({ path }) => path).join(', ')}`
  return page(
    title,
    `<h1>${escaped(title)}</h1><p class="soft">${cells.length} cells, every combination of the values below, ${replications} ${replications === 1 ? 'replication, so without intervals' : 'replications of each; intervals 95 %, Student'}; seed ${seed}.</p>
${tableHtml(
  ['varied', 'values'],
  design.map(({ path, values }) => [path, values.join(', ')]),
  'words',
)}
${wrong.length > 0 ? `<h2>Problems</h2><p>${wrong.length} of ${cells.length} cells have a problem.</p>${problems(wrong, design)}` : ''}
${pictures(cells, design, metrics)}
<h2>Numbers</h2><div class="scroll">${numbers(cells, design, metrics)}</div>${cells.length > tableMax ? `<p class="soft">The first ${tableMax} of ${cells.length} in this order; summary.csv has all.</p>` : ''}`,
  )
}

const problems = (cells: readonly SweepCell[], design: readonly Factor[]): string =>
  tableHtml(
    ['cell', ...design.map(({ path }) => path), 'problem'],
    cells.slice(0, tableMax).map(({ cell, values, problem }) => [String(cell), ...values, problem]),
    'words',
  )

function pictures(
  cells: readonly SweepCell[],
  design: readonly Factor[],
  metrics: readonly Metric[],
): string {
  const chief = leading(metrics)
  const maps =
    design.length === 2 ? `<h2>All combinations</h2>${heatMaps(cells, { design, metrics: chief })}` : ''
  const layout = layoutOf(design)
  if (layout !== undefined) {
    const shown = design.length > 2 ? chief : metrics
    return `${maps}<h2>Over ${escaped(layout.x.factor.path)}</h2>${linePictures(cells, { design, layout, metrics: shown })}`
  }
  return design.length === 2
    ? maps
    : `<h2>Setting by setting</h2>${rowPictures(ranked(cells, chief), design.length === 1 ? metrics.slice(0, 6) : chief)}`
}

const numbers = (
  cells: readonly SweepCell[],
  design: readonly Factor[],
  metrics: readonly Metric[],
): string => {
  const shown = metrics.slice(0, Math.max(3, 7 - design.length))
  return tableHtml(
    [...design.map(({ path }) => path), ...shown.map(({ title, unit }) => withUnit(title, unit)), 'runs'],
    ranked(cells, leading(metrics))
      .slice(0, tableMax)
      .map(({ values, metrics: measured, replications }) => [
        ...values,
        ...shown.map(({ name }) => {
          const interval = measured.get(name)
          return interval === undefined
            ? '-'
            : `${figure(interval.mean)} \u00b1 ${figure((interval.high - interval.low) / 2)}`
        }),
        String(replications),
      ]),
  )
}

/** The best first by the first metric, cells without it last. */
function ranked(cells: readonly SweepCell[], [metric]: readonly Metric[]): SweepCell[] {
  if (metric === undefined) return [...cells]
  const sign = metric.better === 'higher' ? -1 : 1
  const rankOf = (cell: SweepCell) => sign * (cell.metrics.get(metric.name)?.mean ?? sign * Number.MAX_VALUE)
  return [...cells].sort((a, b) => rankOf(a) - rankOf(b))
}
