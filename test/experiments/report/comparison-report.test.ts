import { expect, it } from 'vitest'
import {
  type ComparedMetric,
  comparisonReport,
  type StoredComparison,
} from '#experiments/report/comparison-report.ts'

const metric = (relative: number, more: Partial<ComparedMetric> = {}): ComparedMetric => ({
  unit: 'ms',
  better: 'lower',
  base: { mean: 10, low: 9, high: 11 },
  candidate: { mean: 10 * (1 + relative), low: 9, high: 12 },
  difference: { mean: 10 * relative, low: 10 * relative - 1, high: 10 * relative + 1 },
  relative: { mean: relative, low: relative - 0.1, high: relative + 0.1 },
  pValue: 0.00001,
  pAdjusted: 0.00002,
  correlation: 0.9,
  varianceReduction: 12.3,
  outcome: 'worse',
  ...more,
})
const stored: StoredComparison = {
  base: 'station',
  candidate: 'station <slow>',
  seed: 7,
  replications: 10,
  outcome: 'worse',
  verdict: 'candidate is worse & slow',
  objectives: [{ text: 'p95 < 5 ms', verdict: 'broken' }],
  skipped: ['staleReadRatio'],
  metrics: {
    'responseMs.mean': metric(0.3),
    throughputPerSecond: metric(0, { outcome: 'same', varianceReduction: null, pAdjusted: 1 }),
    errorRatio: metric(0, { relative: null, outcome: 'same', varianceReduction: 0.5 }),
  },
  scenarios: { base: { service: { meanMs: 1 } }, candidate: { service: { meanMs: 1.05 } } },
}
const html = comparisonReport(stored)
const pictures = [...html.matchAll(/<svg viewBox="0 0 .*?<\/svg>/gs)].map(([svg]) => svg)
const count = (text: string, part: RegExp) => text.match(part)?.length ?? 0

it('has a mark with its interval for each metric whose base is not 0, and a reduction where there is one', () => {
  expect(pictures).toHaveLength(2)
  expect(count(pictures[0]!, /class="mark"/g)).toBe(2)
  expect(count(pictures[0]!, /class="interval"/g)).toBe(2)
  expect(count(pictures[1]!, /class="mark"/g)).toBe(2)
  expect(pictures[1]).toContain('>all<')
  expect(html).toContain('for the base is 0: errorRatio.')
})

it('says what was run, what differs, the objectives, the corrected p-values and the verdict', () => {
  for (const text of [
    'station &lt;slow&gt; against station',
    '10 replications a side, seed 7',
    'candidate is worse &amp; slow',
    'p95 &lt; 5 ms',
    'broken',
    'service.meanMs',
    '1.05',
    '&lt; 0.0001',
    '+30 % (+20 .. +40)',
    'Not compared, without a value in some run: staleReadRatio',
    'more variance',
  ])
    expect(html).toContain(text)
  expect(html).not.toMatch(/NaN|undefined|Infinity|<script|null/)
})

it('cuts an interval far wider than is usual, never one that was told apart', () => {
  const wide = { mean: 0, low: -50, high: 50 }
  const metrics = (outcome: 'same' | 'worse') => ({
    ...Object.fromEntries(['a', 'b', 'c'].map((name) => [name, metric(0.1)])),
    d: metric(0, { relative: wide, outcome }),
  })
  const cut = comparisonReport({ ...stored, metrics: metrics('same') })
  expect(count(cut, /class="beyond"/g)).toBe(2)
  expect(cut).toContain('an arrow: goes on beyond the picture')
  expect(count(comparisonReport({ ...stored, metrics: metrics('worse') }), /class="beyond"/g)).toBe(0)
})

it('draws a comparison in which nothing differs', () => {
  const same = { mean: 0, low: 0, high: 0 }
  const metrics = {
    a: metric(0, { relative: same, difference: same, varianceReduction: null, outcome: 'same' }),
  }
  const text = comparisonReport({ ...stored, metrics, scenarios: { base: {}, candidate: {} } })
  expect(text).toContain('No setting differs')
  expect(text).not.toMatch(/NaN|Infinity/)
})
