import { describe, expect, it } from 'vitest'
import {
  constantServiceWaitWithin,
  leastRemainingResponseMs,
  preemptiveResponseMs,
  priorityWaitMs,
  renewalWaitRatio,
  setUpWaitMs,
  sharedResponseMs,
  shortestFirstResponseMs,
  vacationWaitMs,
  waitMsMean,
  waitMsVariance,
} from '#core/model/single-server.ts'
import type { Distribution } from '#core/scenario.ts'

const exponential: Distribution = { shape: 'exponential', meanMs: 1, cv: 1 }
const constant: Distribution = { shape: 'constant', meanMs: 1, cv: 0 }
const load = (rho: number, service = exponential) => ({ arrivalsPerSecond: rho * 1000, service })

// Worked values of test/oracle/queueing.tsv.
describe('one server', () => {
  it('waits as Pollaczek, Khinchine and Takacs say', () => {
    expect(waitMsMean(load(0.7, constant))).toBeCloseTo(1.16666666667, 10)
    expect(waitMsMean(load(0.9))).toBeCloseTo(9, 10)
    const lognormal: Distribution = { shape: 'lognormal', meanMs: 1, cv: 4 }
    expect(waitMsMean(load(0.5, lognormal))).toBeCloseTo(8.5, 9)
    expect(waitMsVariance(load(0.5, lognormal))).toBeCloseTo(1709.91666667, 6)
    expect(waitMsMean(load(0.5, { shape: 'pareto', meanMs: 1, cv: 1, alpha: 2 }))).toBe(Infinity)
  })

  it('has the waits of Erlang when service is constant', () => {
    expect(constantServiceWaitWithin(load(0.7, constant), 1)).toBeCloseTo(0.604125812241, 11)
    expect(constantServiceWaitWithin(load(0.95, constant), 5)).toBeCloseTo(0.418722449215, 11)
  })

  it('shares fairly', () => {
    expect(sharedResponseMs(load(0.7))).toBeCloseTo(1 / 0.3, 12)
    expect(sharedResponseMs(load(0.7), 10)).toBeCloseTo(10 / 0.3, 12)
  })

  it('answers fastest with the least remaining service first', () => {
    expect(shortestFirstResponseMs(load(0.7))).toBeCloseTo(2.31219668272, 9)
    expect(leastRemainingResponseMs(load(0.5))).toBeCloseTo(1.42537266388, 9)
    expect(leastRemainingResponseMs(load(0.9))).toBeCloseTo(3.55212509963, 9)
    for (const rho of [0.1, 0.5, 0.8]) {
      expect(leastRemainingResponseMs(load(rho))).toBeLessThan(shortestFirstResponseMs(load(rho)))
      expect(shortestFirstResponseMs(load(rho))).toBeLessThan(sharedResponseMs(load(rho)))
    }
  })

  it('serves classes by priority; waits of all classes together obey the conservation law', () => {
    const classes = [0.1, 0.3, 0.5].map((rho) => load(rho))
    expect(priorityWaitMs(classes, 0)).toBeCloseTo(1, 10)
    expect(priorityWaitMs(classes, 2)).toBeCloseTo(15, 9)
    expect(preemptiveResponseMs(classes, 0)).toBeCloseTo(1.11111111111, 10)
    expect(preemptiveResponseMs(classes, 2)).toBeCloseTo(16.6666666667, 9)
    const weighted = [0.1, 0.3, 0.5].reduce((sum, rho, i) => sum + rho * priorityWaitMs(classes, i), 0)
    expect(weighted).toBeCloseTo(0.9 * waitMsMean(load(0.9)), 9)
  })

  it('waits longer by the residual vacation, and by the set-up', () => {
    expect(vacationWaitMs(load(0.5), { shape: 'exponential', meanMs: 5, cv: 1 }) + 1).toBeCloseTo(7, 10)
    expect(vacationWaitMs(load(0.7), { shape: 'constant', meanMs: 2, cv: 1 }) + 1).toBeCloseTo(
      4.33333333333,
      10,
    )
    // With exponential service and set-up the response is 1/(mu - lambda) + E[D].
    expect(setUpWaitMs(load(0.5), { shape: 'exponential', meanMs: 3, cv: 1 }) + 1).toBeCloseTo(2 + 3, 10)
  })

  it('has the root of GI/M/1', () => {
    const gap = (shape: 'constant' | 'exponential' | 'hyperexponential'): Distribution => ({
      shape,
      meanMs: 1 / 0.7,
      cv: 2,
    })
    expect(renewalWaitRatio(gap('constant'), 1)).toBeCloseTo(0.466996422218, 10)
    expect(renewalWaitRatio(gap('exponential'), 1)).toBeCloseTo(0.7, 12)
    expect(renewalWaitRatio(gap('hyperexponential'), 1)).toBeCloseTo(0.847863662767, 10)
    expect(renewalWaitRatio(gap('constant'), 2)).toBeUndefined()
  })

  it('refuses a load without steady state', () => {
    expect(() => waitMsMean(load(1))).toThrow('a load below 1')
  })
})
