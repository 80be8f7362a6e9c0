import { expect, it } from 'vitest'
import {
  comparisonLines,
  type ValidationDocument,
  validationLines,
} from '#experiments/validation/verdict-lines.ts'

const document: ValidationDocument = {
  cells: [
    {
      ...{ id: 'as written', policy: 'lru', load: '4 users', role: 'fit', metric: 'responseMs.mean' },
      ...{
        live: 4,
        liveRuns: [3.5, 4.5],
        liveSpread: 0.5,
        simulated: 5,
        low: 4.8,
        high: 5.2,
        errorRatio: 0.25,
        withinNoise: false,
      },
    },
  ],
  ranking: { kendallTau: 0.5, pairs: 3, pairsOfAll: 6, noiseRatio: 0.2, reversed: [['a', 'b']] },
  summary: {
    ...{ withinNoise: 0, meanErrorRatioFit: 0.25, meanErrorRatioHoldout: 0.3, failed: 0, remoteFailures: 2 },
    ...{ otherProgramsRatio: 0.5, latenessMsMean: 0.1, repeats: 2, generator: 'k6', saturated: ['open 0.9'] },
    clockSet: ['load 0.3'],
    parts: { gateway: 'nginx' },
  },
  aims: [{ metric: 'responseMs.mean', medianError: 0.3, allowed: 0.08, within: 0, cells: 1, isMet: false }],
  worst: [{ id: 'as written', metric: 'responseMs.mean', errorRatio: 0.25, reason: 'unknown' }],
  ablation: [],
}

it('a verdict tells cells, aims, the furthest off, and what speaks against it', () => {
  const cell = { id: 'as written', policy: 'lru', load: '4 users', role: 'fit' } as const
  const text = validationLines([cell as never], document).join('\n')
  for (const said of [
    'as written: 4 users, lru (costs measured here)',
    'the shared cache failed 2 times',
    'open 0.9: the load generator was saturated',
    'load 0.3: the clock was set during a run',
    'Kendall tau 0.5000 over the 3 of 6 pairs that differ live beyond noise (20.0 %)',
    'the other way round: a and b',
    'as written, responseMs.mean +25.0 %: probably unknown',
    'not a quiet machine: other programs used up to 50.0 %',
  ])
    expect(text).toContain(said)
})

it('an error that cannot be measured is a dash', () => {
  const [cell] = document.cells
  const endless = { ...cell!, errorRatio: Number.POSITIVE_INFINITY }
  expect(comparisonLines([endless]).at(-1)).toContain(' -')
})
