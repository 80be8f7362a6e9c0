import { describe, expect, it } from 'vitest'
import { compareRuns, inPercent, signed } from '#experiments/comparison.ts'
import type { RunResult } from '#sim/result.ts'

const run = (replication: number, metrics: Record<string, number>): RunResult => ({
  scenario: 'test',
  seed: 1,
  replication,
  fingerprint: '',
  virtualMs: 1,
  warmUpMs: 0,
  events: 1,
  metrics: Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [
      name,
      { value, unit: name.endsWith('Ms.mean') ? 'ms' : '' },
    ]),
  ),
  series: [],
  responseMs: [],
  stagesMs: {},
})
const runs = (name: string, values: readonly number[]) =>
  values.map((value, index) => run(index, { [name]: value }))
const base = [10, 14, 9, 12, 11]
const plus = (added: readonly number[]) => base.map((value, index) => value + added[index]!)

describe('a comparison', () => {
  it('finds a small difference that both share most of', () => {
    const { outcome, verdict, metrics } = compareRuns(
      runs('responseMs.mean', base),
      runs('responseMs.mean', plus([1, 1.2, 0.9, 1.1, 1])),
    )
    expect(outcome).toBe('worse')
    expect(verdict).toBe('candidate is worse: mean response +9.3 % (+8.0 .. +11)')
    const [row] = metrics
    expect(row!.difference.varianceRatio).toBeGreaterThan(100)
    expect(row!.difference.mean).toBeCloseTo(1.04, 12)
    expect(row!.relative!.mean).toBeCloseTo(1.04 / 11.2, 12)
    expect(row!.outcome).toBe('worse')
  })

  it('knows which direction is worse', () => {
    const higher = plus([1, 1.2, 0.9, 1.1, 1])
    const outcomeOf = (name: string) => compareRuns(runs(name, base), runs(name, higher)).outcome
    expect(outcomeOf('throughputPerSecond')).toBe('better')
    expect(outcomeOf('hitRatio.l1')).toBe('better')
    expect(outcomeOf('waitMs.mean')).toBe('worse')
    expect(outcomeOf('powerWatts.mean')).toBe('worse')
    expect(outcomeOf('staleReadRatio')).toBe('worse')
    expect(outcomeOf('utilisation.station')).toBe('no difference')
  })

  it('says when no difference can be told, and when there is none', () => {
    const noisy = compareRuns(runs('responseMs.mean', base), runs('responseMs.mean', plus([3, -2, 1, -3, 2])))
    expect(noisy.verdict).toBe('no difference can be told at 5 replications')
    const same = compareRuns(runs('responseMs.mean', base), runs('responseMs.mean', base))
    expect(same.outcome).toBe('identical')
    expect(same.metrics[0]!.pAdjusted).toBe(1)
  })

  it('is worse as soon as one metric is, and tells what got better', () => {
    const both = (response: readonly number[], throughput: readonly number[]) =>
      base.map((_, index) =>
        run(index, { 'responseMs.mean': response[index]!, throughputPerSecond: throughput[index]! }),
      )
    const steady = [1, 1.2, 0.9, 1.1, 1]
    const { outcome, verdict } = compareRuns(both(base, base), both(plus(steady), plus(steady)))
    expect(outcome).toBe('worse')
    expect(verdict).toMatch(/^candidate is worse: mean response \+9.3 % .*; better: throughput \+9.3 %/)
  })

  it('corrects for the number of metrics', () => {
    const names = ['responseMs.mean', 'waitMs.mean', 'responseMs.p50', 'responseMs.p95', 'responseMs.p99']
    const of = (added: readonly number[]) =>
      base.map((value, index) =>
        run(index, Object.fromEntries(names.map((name) => [name, value + added[index]!]))),
      )
    // p = 0.02 alone, 0.1 among five.
    const added = [1, 0.2, 0.4, 1.4, 0.8]
    const alone = compareRuns(of([0, 0, 0, 0, 0]), of(added), { names: ['responseMs.mean'] })
    const among = compareRuns(of([0, 0, 0, 0, 0]), of(added))
    expect(alone.outcome).toBe('worse')
    expect(among.outcome).toBe('no difference')
    expect(among.metrics[0]!.pAdjusted).toBeCloseTo(5 * alone.metrics[0]!.pAdjusted, 12)
  })

  it('pairs by replication and leaves what has no partner', () => {
    const candidate = runs('responseMs.mean', base)
      .filter(({ replication }) => replication !== 2)
      .reverse()
    const { replications, outcome } = compareRuns(runs('responseMs.mean', base), candidate)
    expect({ replications, outcome }).toEqual({ replications: 4, outcome: 'identical' })
  })

  it('names what it cannot compare, and gives a change from nothing in its unit', () => {
    const from = [0, 0, 0].map((value, index) => run(index, { errorRatio: value, 'waitMs.mean': Number.NaN }))
    const to = [0.01, 0.011, 0.012].map((value, index) => run(index, { errorRatio: value, 'waitMs.mean': 1 }))
    const { skipped, verdict, metrics } = compareRuns(from, to)
    expect(skipped).toEqual(['waitMs.mean'])
    expect(metrics[0]!.relative).toBeUndefined()
    expect(verdict).toMatch(/^candidate is worse: errors \+0.0110 /)
  })
})

it('writes changes with their sign', () => {
  expect([0.123, -0.0567, 0.00123, 0].map((ratio) => signed(ratio, inPercent))).toEqual([
    '+12',
    '-5.7',
    '+0.12',
    '+0.00',
  ])
})
