import { describe, expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { summarise } from '#experiments/summary.ts'
import type { RunResult } from '#sim/result.ts'

const result = (replication: number, mean: number, control = 0): RunResult => ({
  scenario: 's',
  seed: 1,
  replication,
  fingerprint: `f${replication}`,
  virtualMs: 1000,
  warmUpMs: 0,
  events: 10,
  metrics: { 'responseMs.mean': { value: mean, unit: 'ms' }, control: { value: control, unit: 'ratio' } },
  series: [],
  responseMs: [],
  stagesMs: {},
})

describe('a summary', () => {
  it('has a Student interval of independent replications', () => {
    const { metrics, events, replications } = summarise([1, 2, 3].map((value, index) => result(index, value)))
    expect(metrics['responseMs.mean']).toMatchObject({ mean: 2, unit: 'ms', replications: 3 })
    expect(metrics['responseMs.mean']!.high - 2).toBeCloseTo(4.302653 / Math.sqrt(3), 4)
    expect([events, replications]).toEqual([30, 3])
  })

  it('takes antithetic replications in pairs', () => {
    const values = [1, 3, 1.5, 2.5, 0.5, 3.5]
    const { metrics } = summarise(
      values.map((value, index) => result(index, value)),
      { kind: 'antithetic' },
    )
    expect(metrics['responseMs.mean']).toMatchObject({ mean: 2, low: 2, high: 2, replications: 3 })
  })

  it('corrects by a metric whose mean is known, and leaves that metric as it came', () => {
    const random = stream(1, 'summary')
    const results = Array.from({ length: 10 }, (_, index) => {
      const control = random()
      return result(index, 5 + 2 * (control - 0.5) + 0.01 * random(), control)
    })
    const plain = summarise(results).metrics['responseMs.mean']!
    const { metrics } = summarise(results, {
      kind: 'controlled',
      controls: [{ metric: 'control', mean: 0.5 }],
    })
    const controlled = metrics['responseMs.mean']!
    expect(controlled.high - controlled.low).toBeLessThan((plain.high - plain.low) / 10)
    expect(controlled.varianceRatio).toBeGreaterThan(100)
    expect(metrics.control!.varianceRatio).toBeUndefined()
  })

  it('has intervals of one long run from batches of its seconds, warm-up left out', () => {
    const random = stream(2, 'summary')
    const values = Array.from({ length: 420 }, (_, second) => (second < 20 ? 100 : random()))
    const long = {
      ...result(0, 0.5),
      warmUpMs: 20_000,
      series: [{ name: 'responseMean', unit: 'ms', values }],
    }
    const { metrics, batches } = summarise([long])
    expect(batches).toMatchObject({ isIndependent: true })
    const { low, high } = metrics['responseMs.mean']!
    expect(high - low).toBeGreaterThan(0.01)
    expect(high - low).toBeLessThan(0.1)
  })

  it('has no interval of one short run', () => {
    const { metrics, batches } = summarise([result(0, 5)])
    expect(metrics['responseMs.mean']).toMatchObject({ low: 5, high: 5 })
    expect(batches).toBeUndefined()
  })
})
