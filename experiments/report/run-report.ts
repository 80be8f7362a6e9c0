import type { RunResult } from '#sim/result.ts'
import type { RunSummary } from '../summary.ts'
import { figure } from '../table.ts'
import { binned, cumulative } from './distribution.ts'
import { page, tableHtml } from './page.ts'
import { plotSvg } from './plot.ts'
import { stagesSvg } from './stages.ts'

/** The report of one simulated scenario. */
export function runReport(summary: RunSummary, results: readonly RunResult[]): string {
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
  const series = (first?.series ?? []).map(({ name, unit, values }) =>
    plotSvg({
      title: name,
      x: 'virtual time after warm-up, s',
      y: unit,
      fromZero: true,
      series: [
        {
          name: 'replication 0',
          colour: '#00798c',
          drawn: 'line',
          points: values.map((y, x) => ({ x: x + 1, y })),
        },
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
    `<h1>${summary.scenario}</h1><p class="soft">${summary.replications} replications of ${summary.virtualMs / 1000} s, fingerprint ${summary.fingerprint}; intervals 95 %, Student</p>
<h2>Metrics</h2>${metrics}<h2>Distribution</h2><div class="grid2">${distribution}</div><h2>Time series</h2><div class="grid2">${series.join('')}</div><h2>Where the time goes</h2>${stages}`,
  )
}
