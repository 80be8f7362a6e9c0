import { metricNamed } from '../metric.ts'
import { figure, percent } from '../table.ts'
import { escaped } from './escaped.ts'
import type { Mark } from './mark.ts'
import { page, tableHtml } from './page.ts'
import { palette } from './palette.ts'
import { type PlotRow, rowsPlotSvg } from './rows-plot.ts'

interface Setting {
  readonly setting: string
  readonly mean: number
  readonly replications: number
  readonly isBest: boolean
  /** Replications after which it was dropped; null for what was left at the end. */
  readonly droppedAfter: number | null
}

/** What `select` stores. */
export interface StoredSelection {
  readonly scenario: string
  readonly metric: string
  readonly delta: number
  readonly alpha: number
  readonly firstStage: number
  readonly isDecided: boolean
  readonly settings: readonly Setting[]
  readonly verdict: string
}

const marks = {
  best: { shape: 'circle', colour: palette.ours },
  left: { shape: 'diamond', colour: palette.other },
  dropped: { shape: 'square', colour: palette.quiet, isRing: true },
} as const satisfies Record<string, Mark>

const fateOf = ({ isBest, droppedAfter }: Setting): keyof typeof marks =>
  isBest ? 'best' : droppedAfter === null ? 'left' : 'dropped'

const fateText = (setting: Setting): string => {
  const fate = fateOf(setting)
  return fate === 'dropped' ? `dropped after ${setting.droppedAfter}` : fate
}

/** The report of `select`. */
export function selectionReport(stored: StoredSelection): string {
  const { scenario, metric, delta, alpha, firstStage, settings, verdict, isDecided } = stored
  const { unit, better } = metricNamed(metric) ?? { unit: '', better: undefined }
  const best = settings.find(({ isBest }) => isBest)
  const ranked = [...settings].sort((a, b) => (better === 'higher' ? b.mean - a.mean : a.mean - b.mean))
  const spent = settings.reduce((sum, { replications }) => sum + replications, 0)
  const most = Math.max(0, ...settings.map(({ replications }) => replications)) * settings.length
  const title = `${scenario}: the best of ${settings.length} settings`
  return page(
    title,
    `<h1>${escaped(title)}</h1><p class="soft">Kim and Nelson's procedure under common random numbers: ${firstStage} replications of each, then of those that are left; a setting is dropped as soon as it
is told to be worse. ${better === 'higher' ? 'More' : 'Less'} ${escaped(metric)} is better; differences below ${figure(delta)} ${escaped(unit)} do not matter; allowed probability of error ${percent(alpha)}.</p>
<p class="verdict" style="--c:${isDecided ? palette.ours : palette.theirs}">${escaped(verdict)}</p>
<h2>Means</h2>${rowsPlotSvg({
      title: `${metric} of each setting`,
      x: unit === '' ? metric : `${metric}, ${unit}`,
      rows: ranked.map((one): PlotRow => rowOf(one, one.mean)),
      columns: ['mean', 'runs', ''],
      ...(best === undefined
        ? {}
        : { band: { ...indifference(best.mean, delta, better), label: 'differences here do not matter' } }),
      keys: keysOf(settings),
    })}
<p class="soft">A mean of runs that were stopped by what they showed has no valid interval, so none is drawn.</p>
<h2>Replications</h2><p class="soft">${spent} runs in all${most > spent ? `; as many of each as the longest had would be ${most}` : ''}.</p>${rowsPlotSvg(
      {
        title: 'Replications until the setting was dropped or the end',
        x: 'replications',
        rows: ranked.map((one): PlotRow => ({ ...rowOf(one, one.replications), texts: [fateText(one)] })),
        columns: [''],
        reference: 0,
        hasStems: true,
        keys: keysOf(settings),
      },
    )}
<h2>Numbers</h2>${tableHtml(
      ['setting', unit === '' ? metric : `${metric}, ${unit}`, 'behind the best', 'replications', ''],
      ranked.map((one) => [
        one.setting,
        figure(one.mean),
        best === undefined || one.isBest ? '-' : figure(Math.abs(one.mean - best.mean)),
        String(one.replications),
        fateText(one),
      ]),
    )}`,
  )
}

const rowOf = (one: Setting, at: number): PlotRow => ({
  label: one.setting,
  at,
  mark: marks[fateOf(one)],
  texts: [figure(one.mean), String(one.replications), fateText(one)],
})

const indifference = (best: number, delta: number, better: 'lower' | 'higher' | undefined) =>
  better === 'higher' ? { low: best - delta, high: best } : { low: best, high: best + delta }

const keysOf = (settings: readonly Setting[]) =>
  (['best', 'left', 'dropped'] as const)
    .filter((fate) => settings.some((one) => fateOf(one) === fate))
    .map((fate) => ({ name: fate, mark: marks[fate] }))
