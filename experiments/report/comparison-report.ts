import { inPercent, signed } from '../comparison.ts'
import type { PrecisionReached } from '../precision.ts'
import { precisionText } from '../precision.ts'
import { figure } from '../table.ts'
import { changedSettings } from './changed-settings.ts'
import { escaped } from './escaped.ts'
import type { Mark } from './mark.ts'
import { page, tableHtml } from './page.ts'
import { palette } from './palette.ts'
import { type PlotRow, rowsPlotSvg } from './rows-plot.ts'

interface Range {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** One metric as `compare` stores it. */
export interface ComparedMetric {
  readonly unit: string
  readonly better: 'lower' | 'higher' | null
  readonly base: Range
  readonly candidate: Range
  readonly difference: Range
  /** Null where the base is 0. */
  readonly relative: Range | null
  readonly pValue: number
  readonly pAdjusted: number
  readonly correlation: number
  /** JSON has no infinity: null where the difference does not vary at all. */
  readonly varianceReduction: number | null
  readonly outcome: 'better' | 'worse' | 'differs' | 'same'
}

/** What `compare` stores. */
export interface StoredComparison {
  readonly base: string
  readonly candidate: string
  readonly seed: number
  readonly replications: number
  readonly precision?: PrecisionReached
  readonly outcome: string
  readonly verdict: string
  readonly objectives: readonly { readonly text: string; readonly verdict: string }[]
  readonly skipped: readonly string[]
  readonly metrics: Readonly<Record<string, ComparedMetric>>
  readonly scenarios: { readonly base: unknown; readonly candidate: unknown }
}

const marks: Readonly<Record<ComparedMetric['outcome'], Mark>> = {
  better: { shape: 'circle', colour: palette.ours },
  worse: { shape: 'square', colour: palette.theirs },
  differs: { shape: 'diamond', colour: palette.other },
  same: { shape: 'circle', colour: palette.quiet, isRing: true },
}

const keys = [
  { name: 'better', mark: marks.better },
  { name: 'worse', mark: marks.worse },
  { name: 'differs, neither direction is better', mark: marks.differs },
  { name: 'no difference told', mark: marks.same },
]

/** The report of `compare`. */
export function comparisonReport(stored: StoredComparison): string {
  const { base, candidate, replications, seed, precision, skipped } = stored
  const title = base === candidate ? `${base}: candidate against base` : `${candidate} against ${base}`
  return page(
    title,
    `<h1>${escaped(title)}</h1><p class="soft">${replications} replications a side, seed ${seed}, with common random numbers: both sides meet the same draws in the same replication, so differences are
taken in pairs. Intervals 95 %, Student; p-values corrected for ${Object.keys(stored.metrics).length} metrics by Holm.${precision === undefined ? '' : ` ${escaped(precisionText(precision))}.`}</p>
<p class="verdict" style="--c:${verdictColour(stored.outcome)}">${escaped(stored.verdict)}</p>
${objectives(stored)}${settings(stored)}
<h2>Paired differences</h2>${forest(stored)}${notShown(stored)}
<h2>What common random numbers were worth</h2><p class="soft">Variance of the difference had both sides been independent, divided by that of the pairs: so many times the replications would be needed without them. Below 1 they did harm.</p>${variance(stored)}
<h2>Numbers</h2><div class="scroll">${numbers(stored)}</div>${skipped.length > 0 ? `<p class="soft">Not compared, without a value in some run: ${escaped(skipped.join(', '))}.</p>` : ''}`,
  )
}

const verdictColour = (outcome: string): string =>
  outcome === 'worse' ? palette.theirs : outcome === 'better' ? palette.ours : palette.quiet

const objectives = ({ objectives: stated }: StoredComparison): string =>
  stated.length === 0
    ? ''
    : `<h2>Objectives of the candidate</h2>${tableHtml(
        ['objective', 'verdict'],
        stated.map(({ text, verdict }) => [text, verdict]),
        'words',
      )}`

function settings({ scenarios: { base, candidate } }: StoredComparison): string {
  const changed = changedSettings(base, candidate)
  return changed.length === 0
    ? '<p>No setting differs.</p>'
    : `<h2>What differs in the settings</h2>${tableHtml(['setting', 'base', 'candidate'], changed, 'words')}`
}

const pText = (p: number): string => (p < 0.0001 ? '< 0.0001' : p.toFixed(4))

const inWords = ({ mean, low, high }: Range): string =>
  `${signed(mean, inPercent)} % (${signed(low, inPercent)} .. ${signed(high, inPercent)})`

function forest({ metrics }: StoredComparison): string {
  const shown = Object.entries(metrics).filter(([, { relative }]) => relative !== null)
  const rows = shown.map(([label, { relative, pAdjusted, outcome }]): PlotRow => {
    const { mean, low, high } = relative!
    const texts = [inWords(relative!), pText(pAdjusted)]
    return { label, at: mean * 100, low: low * 100, high: high * 100, mark: marks[outcome], texts }
  })
  const limits = limitsOf(shown.map(([, metric]) => metric))
  const isCut =
    limits !== undefined && rows.some(({ at, low = at, high = at }) => low < limits[0] || high > limits[1])
  return rowsPlotSvg({
    title: 'Candidate minus base, in percent of the base',
    x: `difference, % of the base${isCut ? '; an arrow: goes on beyond the picture' : ''}`,
    rows,
    columns: ['change and 95 % interval', 'p (Holm)'],
    ...(limits === undefined ? {} : { limits }),
    reference: 0,
    keys: keys.filter(({ mark }) => rows.some((row) => row.mark === mark)),
  })
}

/** Everything that was told apart in full, and of the rest what is not far wider than is usual here. */
function limitsOf(metrics: readonly ComparedMetric[]): readonly [number, number] | undefined {
  const reach = ({ relative }: ComparedMetric) =>
    100 * Math.max(Math.abs(relative!.low), Math.abs(relative!.high))
  const reaches = metrics
    .map(reach)
    .filter((one) => one > 0)
    .sort((a, b) => a - b)
  if (reaches.length === 0) return undefined
  const told = metrics.filter(({ outcome }) => outcome !== 'same').map(reach)
  const most = Math.max(4 * reaches[reaches.length >> 1]!, ...told)
  return [-most, most].map((end) => clampTo(end, metrics)) as [number, number]
}

const clampTo = (end: number, metrics: readonly ComparedMetric[]): number => {
  const ends = metrics.flatMap(({ relative }) => [relative!.low * 100, relative!.high * 100, 0])
  return end < 0 ? Math.max(end, Math.min(...ends)) : Math.min(end, Math.max(...ends))
}

const notShown = ({ metrics }: StoredComparison): string => {
  const names = Object.entries(metrics).flatMap(([name, { relative }]) => (relative === null ? [name] : []))
  return names.length === 0
    ? ''
    : `<p class="soft">Not in the picture, for the base is 0: ${escaped(names.join(', '))}.</p>`
}

function variance({ metrics }: StoredComparison): string {
  const rows = Object.entries(metrics).map(([label, { varianceReduction, correlation }]): PlotRow => {
    const helped = (varianceReduction ?? 2) >= 1
    return {
      label,
      at: varianceReduction ?? Number.NaN,
      mark: { shape: helped ? 'circle' : 'square', colour: helped ? palette.ours : palette.theirs },
      texts: [
        varianceReduction === null ? 'all' : `x ${varianceReduction.toPrecision(3)}`,
        correlation.toFixed(3),
      ],
    }
  })
  return rowsPlotSvg({
    title: 'Variance reduction by common random numbers',
    x: 'times less variance, log axis',
    rows,
    columns: ['less variance', 'correlation'],
    scale: 'log',
    reference: 1,
    hasStems: true,
    keys: [
      { name: 'less variance', mark: { shape: 'circle', colour: palette.ours } },
      ...(rows.some(({ at }) => at < 1)
        ? [{ name: 'more variance', mark: { shape: 'square', colour: palette.theirs } } as const]
        : []),
    ],
  })
}

const numbers = ({ metrics }: StoredComparison): string =>
  tableHtml(
    ['metric', 'base', 'candidate', 'difference', 'unit', 'p', 'p (Holm)', ''],
    Object.entries(metrics).map(
      ([name, { base, candidate, difference, unit, pValue, pAdjusted, outcome }]) => [
        name,
        withHalf(base),
        withHalf(candidate),
        `${difference.mean < 0 ? '' : '+'}${withHalf(difference)}`,
        unit,
        pText(pValue),
        pText(pAdjusted),
        outcome,
      ],
    ),
  )

/** Student's interval has its mean in the middle. */
const withHalf = ({ mean, low, high }: Range): string => `${figure(mean)} \u00b1 ${figure((high - low) / 2)}`
