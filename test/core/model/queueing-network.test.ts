import { describe, expect, it } from 'vitest'
import {
  chosenQueueFrom,
  chosenQueueResponseMs,
  forkJoinResponseMs,
  forkJoinResponseMsMax,
  jacksonInSystem,
  meanValueAnalysis,
} from '#core/model/queueing-network.ts'

// Worked values of test/oracle/queueing.tsv.
describe('networks of stations', () => {
  it('mean value analysis finds the bottleneck', () => {
    const found = meanValueAnalysis({ population: 100, thinkMs: 30, demandsMs: [0.2, 0.29, 0.25, 0.05] })
    expect(found.throughputPerSecond).toBeCloseTo(3008.15982849, 7)
    expect(found.responseMs).toBeCloseTo(3.24291450639, 10)
    expect(Math.max(...found.utilisations)).toBeCloseTo(0.872366350262, 11)
  })

  it('mean value analysis with one customer has no queues', () => {
    expect(meanValueAnalysis({ population: 1, thinkMs: 5, demandsMs: [1, 2] }).responseMs).toBe(3)
  })

  it('a Jackson network has independent stations', () => {
    expect((jacksonInSystem(0.8) + jacksonInSystem(0.64)) / 0.8).toBeCloseTo(7.22222222222, 10)
    expect(() => jacksonInSystem(1)).toThrow('a load below 1')
  })

  it('a fork waits for its last part', () => {
    const at = (rho: number, stations: number) => ({ arrivalsPerSecond: rho * 1000, serviceMs: 1, stations })
    expect(forkJoinResponseMs(at(0.7, 2))).toBeCloseTo(4.70833333333, 10)
    expect(forkJoinResponseMs(at(0.5, 4))).toBeCloseTo(3.78977272727, 10)
    expect(forkJoinResponseMs(at(0.9, 32))).toBeCloseTo(29.7958178298, 9)
    expect(forkJoinResponseMsMax(at(0.7, 8))).toBeCloseTo(9.05952380952, 10)
    for (const stations of [1, 2, 4, 32])
      expect(forkJoinResponseMs(at(0.7, stations))).toBeLessThanOrEqual(
        forkJoinResponseMsMax(at(0.7, stations)) + 1e-12,
      )
  })

  it('two choices are much better than one', () => {
    expect(chosenQueueResponseMs(0.95, 1, 1)).toBeCloseTo(20, 9)
    expect(chosenQueueResponseMs(0.95, 2, 1)).toBeCloseTo(3.38304600252, 10)
    expect(chosenQueueResponseMs(0.7, 3, 1)).toBeCloseTo(1.35684219674, 10)
    expect(chosenQueueFrom(0.7, 2, 3)).toBeCloseTo(0.0823543, 12)
  })
})
