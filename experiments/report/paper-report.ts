import type { RunResult } from '#sim/result.ts'
import type { Claim } from '../paper/claims.ts'
import { type Cell, type ErrorSummary, rows } from '../paper/reproduction.ts'
import { metricFacts, metrics, type PaperMetric, table1 } from '../paper/table1.ts'
import { percent } from '../table.ts'
import { binned } from './distribution.ts'
import { page, tableHtml } from './page.ts'
import { palette } from './palette.ts'
import { type Plot, type Point, plotSvg } from './plot.ts'
import { stagesSvg } from './stages.ts'
import { seriesPoints, warmUpMark } from './time-series.ts'

export interface Reproduction {
  readonly cells: readonly Cell[]
  readonly errors: Readonly<Record<'fit' | 'holdout' | 'all', ErrorSummary>>
  readonly ablation: readonly { without: string; meanMs: number; p95Ms: number; powerWatts: number }[]
  readonly claims: readonly Claim[]
  /** [row][replication], in the order of `rows`. */
  readonly runs: readonly (readonly RunResult[])[]
}

const { ours, theirs, ordered: perRow } = palette

/** The report of `reproduce paper`. */
export function paperReport(reproduction: Reproduction): string {
  const { errors, cells, runs } = reproduction
  const intro = `<h1>The preprint's load curve, simulated</h1>
<p class="soft">Mao, Chang, Chen, preprints202601.1301 (2026). One parameter set for all rows, fitted on 1,000, 5,000, 10,000 users and the conventional
set-up; 3,000 and 7,000 users are predicted. Bands and intervals: 95 %, Student. Power is modelled in both worlds' terms, not measured here.</p>
<p>Mean error of fitted cells ${percent(errors.fit.mean)} (worst ${percent(errors.fit.worst)}), of predicted cells ${percent(errors.holdout.mean)} (worst ${percent(errors.holdout.worst)}).</p>`
  const curves = metrics.map((metric) => plotSvg(curve(metric, cells))).join('')
  const shown = rows
    .map((row, index) => ({ row, result: runs[index]?.[0], colour: perRow[index]! }))
    .filter(({ result }) => result !== undefined)
  const seriesPlot = (name: string, title: string, y: string, runsShown = shown): string =>
    plotSvg({
      title,
      x: 'virtual time, s',
      y,
      fromZero: true,
      marks: warmUpMark(runsShown[0]!.result!),
      series: runsShown.map(({ row, result, colour }) => ({
        name: labelOf(row),
        colour,
        drawn: 'line',
        points: seriesPoints(result!, name),
      })),
    })
  const distributions = shown
    .map(({ row, result, colour }) =>
      plotSvg({
        title: `Response time, ${labelOf(row)}`,
        x: 'ms',
        y: 'share of requests',
        series: [{ name: 'simulated', colour, drawn: 'bars', points: binned(result!.responseMs) }],
      }),
    )
    .join('')
  return page(
    "The preprint's load curve, simulated",
    `${intro}
<h2>Table 1 beside the simulation</h2>${cellTable(cells)}
<h2>The four curves</h2><div class="grid2">${curves}${plotSvg(synergy(cells))}</div>
<h2>Time series</h2><div class="grid2">${seriesPlot('responseMean', 'Mean response', 'ms')}${seriesPlot('throughput', 'Throughput', 'requests/s')}${seriesPlot(
      'redisHitRatio',
      'Redis hit ratio',
      'ratio',
      shown.filter(({ row }) => !row.isBaseline),
    )}${seriesPlot('power', 'Power (modelled)', 'W')}</div>
<h2>Where the time goes</h2>${stagesSvg(
      'Mean request by stage',
      shown.map(({ row, result }) => ({ label: labelOf(row), stagesMs: result!.stagesMs })),
    )}
<h2>Distribution of response times</h2><div class="grid2">${distributions}</div>
<h2>What each mechanism is worth at 10,000 users</h2>${tableHtml(
      ['without', 'mean, ms', 'P95, ms', 'power, W'],
      reproduction.ablation.map(({ without, meanMs, p95Ms, powerWatts }) => [
        without,
        meanMs.toFixed(0),
        p95Ms.toFixed(0),
        powerWatts.toFixed(1),
      ]),
    )}
<h2>What the preprint says against itself</h2>${tableHtml(
      ['claim', 'place', 'says', 'but'],
      reproduction.claims.map(({ id, section, says, but }) => [id, section, says, but]),
      'words',
    )}`,
  )
}

const labelOf = ({ users, isBaseline }: { users: number; isBaseline: boolean }): string =>
  `${users.toLocaleString('en-GB')} users${isBaseline ? ', conventional' : ''}`

const ofTable = (cells: readonly Cell[], metric: PaperMetric): Cell[] =>
  cells.filter((cell) => cell.metric === metric && cell.id.startsWith('T'))

function curve(metric: PaperMetric, cells: readonly Cell[]): Plot {
  const { title, unit } = metricFacts[metric]
  const own = ofTable(cells, metric)
  const simulated: Point[] = own.map(({ users, simulated: y, low, high }) => ({ x: users, y, low, high }))
  const published: Point[] = table1.map(({ users, published: values }) => ({ x: users, y: values[metric]! }))
  return {
    title: `${title} against users`,
    x: 'users',
    y: unit,
    series: [
      { name: 'simulated', colour: ours, drawn: 'line', points: simulated },
      { name: 'published', colour: theirs, drawn: 'marks', points: published },
    ],
  }
}

function synergy(cells: readonly Cell[]): Plot {
  const power = ofTable(cells, 'power')
  const simulated = ofTable(cells, 'mean').flatMap(({ users, simulated: x }) => {
    const y = power.find((cell) => cell.users === users)?.simulated
    return y === undefined ? [] : [{ x, y }]
  })
  const published = table1.map(({ published: values }) => ({ x: values.mean!, y: values.power! }))
  return {
    title: 'Power against mean response (Figure 4)',
    x: 'mean response, ms',
    y: 'W',
    series: [
      { name: 'simulated', colour: ours, drawn: 'line', points: simulated },
      { name: 'published', colour: theirs, drawn: 'marks', points: published },
    ],
  }
}

function cellTable(cells: readonly Cell[]): string {
  return tableHtml(
    ['claim', 'users', 'metric', 'published', 'simulated', '95 % interval', 'error', 'role'],
    cells.map(({ id, users, metric, paper, simulated, low, high, errorRatio, role }) => [
      id,
      users.toLocaleString('en-GB'),
      `${metricFacts[metric].title}, ${metricFacts[metric].unit}`,
      paper.toFixed(1),
      simulated.toFixed(1),
      `${low.toFixed(1)} to ${high.toFixed(1)}`,
      `${errorRatio >= 0 ? '+' : ''}${percent(errorRatio)}`,
      role === 'fit' ? 'fitted' : 'predicted',
    ]),
  )
}
