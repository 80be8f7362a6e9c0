import { expect, it } from 'vitest'
import { phaseMetrics } from '#sim/phases.ts'
import { simulate } from '#sim/simulate.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

it('the goodput of a phase is the mean of the seconds that lie in it', () => {
  const phases = [
    { name: 'early', atMs: 0, forMs: 2_000 },
    { name: 'late', atMs: 2_500, forMs: 2_500 },
    { name: 'short', atMs: 100, forMs: 100 },
  ]
  const metrics = phaseMetrics(phases, [10, 20, 30, 40, 50], 1_000)
  expect(metrics['throughputPerSecond.early']).toEqual({ value: 15, unit: 'requests/s' })
  expect(metrics['throughputPerSecond.late']!.value).toBe(45)
  expect(metrics['throughputPerSecond.short']!.value).toBeNaN()
})

it('a run has the goodput of each phase its scenario names', () => {
  const phases = [
    { name: 'first', at: '0 s', for: '1 s' },
    { name: 'rest', at: '1 s', for: '2 s' },
  ]
  const { metrics, series } = simulate(smallScenario({ phases }))
  const { values } = series.find(({ name }) => name === 'throughput')!
  expect(metrics['throughputPerSecond.first']!.value).toBe(values[0])
  expect(metrics['throughputPerSecond.rest']!.value).toBeCloseTo((values[1]! + values[2]!) / 2, 9)
})
