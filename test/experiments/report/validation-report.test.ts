import { expect, it } from 'vitest'
import type { StoredCell } from '#experiments/report/validation-pictures.ts'
import { type StoredValidation, validationReport } from '#experiments/report/validation-report.ts'
import { smallCalibration } from '../calibration/small-calibration.ts'

const cell = (metric: string, load: string, more: Partial<StoredCell> = {}): StoredCell => ({
  id: load,
  policy: 'fcfs <lru>',
  load,
  role: load === '40 users' ? 'fit' : 'holdout',
  metric,
  live: 4,
  liveSpread: 0.5,
  simulated: 5,
  low: 4.8,
  high: 5.2,
  errorRatio: 0.25,
  withinNoise: false,
  ...more,
})
const metrics = [
  'responseMs.mean',
  'responseMs.p95',
  'throughputPerSecond',
  'hitRatio.l1',
  'utilisation.node',
]
const seen = {
  responseMs: [
    { low: 1, high: 2, count: 3 },
    { low: 2, high: 4, count: 1 },
  ],
  series: { responseMean: [2, 3] },
  stagesMs: { queue: 1, network: 2 },
}
const stored: StoredValidation = {
  name: 'twin',
  description: 'Two nodes',
  cells: ['40 users', '20 users'].flatMap((load) => metrics.map((metric) => cell(metric, load))),
  ranking: { kendallTau: 1, pairs: 1 },
  summary: {
    ...{ cells: 10, withinNoise: 0, meanErrorRatioFit: 0.25, meanErrorRatioHoldout: 0.25 },
    ...{ failed: 0, remoteFailures: 0, otherProgramsRatio: 0.02, latenessMsMean: 0.1, saturated: [] },
    ...{ repeats: 2, generator: 'k6', parts: { gateway: 'nginx 1.22 (real)' }, cores: 2 },
  },
  aims: [{ metric: 'responseMs.mean', medianError: 0.25, allowed: 0.08, within: 0, cells: 1, isMet: false }],
  worst: [{ id: '20 users', metric: 'responseMs.p95', errorRatio: 0.25, reason: 'unknown' }],
  ablation: [
    {
      model: 'all of it',
      medianError: {
        'responseMs.mean': 0.25,
        'responseMs.p50': 0.1,
        'responseMs.p95': 0.2,
        'utilisation.node': 0,
      },
    },
  ],
  calibration: smallCalibration(),
  pictures: ['40 users', '20 users'].map((id) => ({ id, live: seen, simulated: seen })),
}
const html = validationReport(stored)
const picturesOf = (text: string) => [...text.matchAll(/<svg viewBox="0 0 .*?<\/svg>/gs)].map(([svg]) => svg)
const marksIn = (svg: string) => svg.match(/class="mark"/g)?.length ?? 0

it('places every metric of every variant in one scatter and in the picture of errors', () => {
  const pictures = picturesOf(html)
  expect(pictures.map(marksIn).slice(0, 5)).toEqual([4, 2, 2, 2, 10])
  expect(pictures.filter((svg) => svg.includes('class="diagonal"'))).toHaveLength(4)
  expect(html).not.toMatch(/NaN|undefined|Infinity|<script/)
})

it('has a table for each variant, the parts, the noise and the costs', () => {
  for (const text of [
    'twin: live against simulated',
    'Two nodes. The server',
    '40 users: 40 users, fcfs &lt;lru&gt; (costs measured at this load)',
    '20 users: 20 users, fcfs &lt;lru&gt; (held out)',
    '20 users, responseMs.p95 +25.0 %: probably unknown',
    'all of it',
    '+25.0 %',
    'nginx 1.22 (real)',
    'waiting, remote',
    'Kendall tau 1.00 over the 1 pair that',
  ])
    expect(html).toContain(text)
  expect(html).not.toContain('Not a quiet machine')
})

it('warns when the shared cache failed, requests failed or others used the machine', () => {
  const summary = { ...stored.summary, remoteFailures: 3, failed: 2, otherProgramsRatio: 0.4 }
  const text = validationReport({ ...stored, summary })
  for (const warning of ['failed 3 times', '2 requests failed', 'used up to 40.0 %'])
    expect(text).toContain(warning)
})

it('leaves out what could not be measured', () => {
  const nothing = { live: null, liveSpread: null, simulated: 0, low: null, high: null, errorRatio: null }
  const text = validationReport({ ...stored, cells: [cell('hitRatio.l1', '40 users', nothing)] })
  expect(picturesOf(text).map(marksIn).slice(0, 5)).toEqual([0, 0, 0, 0, 0])
  expect(text).toContain('1 without a place on log axes')
  expect(text).not.toMatch(/NaN|null|Infinity/)
})
