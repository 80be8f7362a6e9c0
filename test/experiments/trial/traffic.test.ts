import { describe, expect, it } from 'vitest'
import { readWebScenario } from '#experiments/scenario-file.ts'
import {
  type TrafficName,
  type TrafficSet,
  trafficChanges,
  trafficNames,
} from '#experiments/trial/traffic.ts'

const scenario = (name: TrafficName, set: TrafficSet) =>
  readWebScenario('experiments/trial/trial.yaml', trafficChanges(name, set))
const rates = (name: TrafficName, set: TrafficSet) => scenario(name, set).workload.rateCurve!.ratesPerSecond
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length

describe('traffic of the trial', () => {
  it.each(trafficNames)('%s lasts a run, and the test set is not the training set', (name) => {
    const [train, test] = [scenario(name, 'train'), scenario(name, 'test')]
    for (const { workload, durationMs } of [train, test])
      expect(workload.rateCurve!.ratesPerSecond.length * workload.rateCurve!.stepMs).toBe(durationMs)
    expect([test.workload.rateCurve, test.faults]).not.toEqual([train.workload.rateCurve, train.faults])
  })

  it.each(['train', 'test'] as const)('recordings keep their shape and get a mean (%s)', (set) => {
    expect(mean(rates('diurnal', set))).toBeCloseTo(40, 1)
    expect(Math.max(...rates('diurnal', set))).toBeLessThan(70)
    expect(mean(rates('bursty', set))).toBeCloseTo(24, 1)
    expect(Math.max(...rates('bursty', set))).toBeGreaterThan(5 * 24)
  })

  it('a crowd comes suddenly and leaves slowly', () => {
    const crowd = rates('flash crowd', 'test')
    expect([crowd[109], crowd[115]]).toEqual([26, 120])
    expect(crowd[135]).toBeGreaterThan(60)
    expect(crowd[239]).toBe(26)
  })
})
