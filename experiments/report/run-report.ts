import type { RunResult } from '#sim/result.ts'
import type { RunSummary } from '../summary.ts'
import { figure } from '../table.ts'
import { type WarmUpCheck, warmUpText } from '../warm-up.ts'
import { binned, cumulative } from './distribution.ts'
import { escaped } from './escaped.ts'
import { page, tableHtml } from './page.ts'
import { plotSvg } from './plot.ts'
import { stagesSvg } from './stages.ts'
import { seriesPoints, warmUpMark } from './time-series.ts'

/** The report of one simulated scenario. */
export function runReport(
  summary: RunSummary,
  results: readonly RunResult[],
  warmUp: WarmUpCheck | undefined,
): string {
  const [first] = results
  const metrics = tableHtml(
    ['metric', 'mean', 'low', 'high', 'unit'],
    Object.entries(summary.metrics).map(([name, { mean, low, high, unit }]) => [
      name,
      figure(mean),
      figure(low),
      figure(high),
      unit,
    ]),
  )
  const marks =
    first === undefined
      ? []
      : [
          ...warmUpMark(first),
          ...(warmUp?.isReliable === true && warmUp.mserMs !== first.warmUpMs
            ? [{ x: warmUp.mserMs / 1000, label: 'MSER-5' }]
            : []),
        ]
  const series = (first?.series ?? []).map(({ name, unit }) =>
    plotSvg({
      title: name,
      x: 'virtual time, s',
      y: unit,
      fromZero: true,
      marks,
      series: [
        { name: 'replication 0', colour: '#00798c', drawn: 'line', points: seriesPoints(first!, name) },
      ],
    }),
  )
  const distribution =
    first === undefined
      ? ''
      : plotSvg({
          title: 'Response time',
          x: 'ms',
          y: 'share',
          series: [
            { name: 'replication 0', colour: '#30638e', drawn: 'bars', points: binned(first.responseMs) },
          ],
        }) +
        plotSvg({
          title: 'Response time, distribution function',
          x: 'ms',
          y: 'share below',
          series: [
            { name: 'replication 0', colour: '#30638e', drawn: 'line', points: cumulative(first.responseMs) },
          ],
        })
  const stages =
    first === undefined
      ? ''
      : stagesSvg('Mean request by stage', [{ label: 'simulated', stagesMs: first.stagesMs }])
  return page(
    summary.scenario,
    `<h1>${escaped(summary.scenario)}</h1><p class="soft">${summary.replications} replications of ${summary.virtualMs / 1000} s, fingerprint ${summary.fingerprint}; intervals 95 %, Student${warmUp === undefined ? '' : `; ${warmUpText(warmUp)}`}</p>
<h2>Metrics</h2>${metrics}<h2>Distribution</h2><div class="grid2">${distribution}</div><h2>Time series</h2><div class="grid2">${series.join('')}</div><h2>Where the time goes</h2>${stages}`,
  )
}
