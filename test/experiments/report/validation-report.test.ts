import { expect, it } from 'vitest'
import {
  type StoredCell,
  type StoredValidation,
  validationReport,
} from '#experiments/report/validation-report.ts'

const cell = (metric: string, load: string, more: Partial<StoredCell> = {}): StoredCell => ({
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
const stored: StoredValidation = {
  cells: ['40 users', '20 users'].flatMap((load) => metrics.map((metric) => cell(metric, load))),
  ranking: { kendallTau: 1, pairs: 1 },
  summary: {
    ...{ cells: 10, withinNoise: 0, meanErrorRatioFit: 0.25, meanErrorRatioHoldout: 0.25 },
    ...{ failed: 0, remoteFailures: 0, otherProgramsRatio: 0.02, latenessMsMean: 0.1 },
    ...{ repeats: 2, generator: 'k6', parts: { gateway: 'nginx 1.22 (real)' }, cores: 2 },
  },
  calibration: {
    stageMs: { accept: 0.1, assemble: 0.2, render: 0.3, respond: 0.4, write: 0.5, compress: 0 },
    ...{
      remoteMs: 0.09,
      databaseMs: 0.12,
      httpMs: 0.65,
      shardsPerPage: 7,
      nodeCpuMs: 2.1,
      operationCpuMs: 0.07,
    },
    gatewayAnswerMs: { count: 127, mean: 0.54, cv: 1 },
    samples: {
      ...{ accept: 7, assemble: 50, render: 47, respond: 7, write: 1, compress: 0 },
      ...{ remote: 133, database: 47, requests: 734 },
    },
  },
  scenarios: [{ name: 'twin', description: 'Two nodes' }],
}
const html = validationReport(stored)
const picturesOf = (text: string) => [...text.matchAll(/<svg viewBox="0 0 .*?<\/svg>/gs)].map(([svg]) => svg)
const marksIn = (svg: string) => svg.match(/class="mark"/g)?.length ?? 0

it('places every metric of every variant in one scatter and in the picture of errors', () => {
  const pictures = picturesOf(html)
  expect(pictures.map(marksIn)).toEqual([4, 2, 2, 2, 10])
  expect(pictures.filter((svg) => svg.includes('class="diagonal"'))).toHaveLength(4)
  expect(html).not.toMatch(/NaN|undefined|Infinity|<script/)
})

it('has a table for each variant, the parts, the noise and the costs', () => {
  for (const text of [
    'twin: live against simulated',
    'Two nodes. The server',
    '40 users, fcfs &lt;lru&gt;: costs measured here',
    '20 users, fcfs &lt;lru&gt;: costs not measured here',
    '+25.0 %',
    'nginx 1.22 (real)',
    'stage render',
    'processor time of an operation',
    'HTTP of an answer by a node',
    'Kendall tau 1.00 over 1 pair.',
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
  expect(picturesOf(text).map(marksIn)).toEqual([0, 0, 0, 0, 0])
  expect(text).toContain('1 without a place on log axes')
  expect(text).not.toMatch(/NaN|null|Infinity/)
})
