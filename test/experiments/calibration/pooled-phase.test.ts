import { describe, expect, it } from 'vitest'
import { pooledPhase, pooledSpread } from '#experiments/calibration/pooled-phase.ts'
import { smallPhase } from './small-calibration.ts'

describe('a load that was measured several times', () => {
  it('is the sum of what happened, at the mean rate', () => {
    const fast = { ...smallPhase(1), otherPrograms: 0.2 }
    const slow = { ...smallPhase(1, 2), ratePerSecond: 100 }
    const pooled = pooledPhase([fast, slow])
    expect(pooled).toMatchObject({ loadRatio: 1, ratePerSecond: 150, elapsedMs: 2000, otherPrograms: 0.2 })
    expect(pooled.cpuMs.nodes).toBeCloseTo(3 * 220, 9)
    expect(pooled.loopCpuMs).toBeCloseTo(3 * 190, 9)
    expect(pooled.counts.remote).toBe(800)
    expect(pooled.stages.render).toMatchObject({ count: 400 })
    expect(pooled.stages.render.sumMs).toBeCloseTo(200, 9)
    expect(pooled.machineRatio).toBeCloseTo(0.4, 12)
  })

  it('once is what it was', () => {
    const phase = smallPhase(1)
    expect(pooledPhase([phase])).toBe(phase)
    expect(() => pooledPhase([])).toThrow(RangeError)
  })
})

describe('answers of several times', () => {
  it('have the quantiles of all of them together, each as likely as it was', () => {
    const few = { count: 100, mean: 1, cv: 0, quantiles: [1] }
    const many = { count: 300, mean: 2, cv: 0.5, quantiles: [1.5, 2.5] }
    const { count, mean, cv, quantiles } = pooledSpread([few, many])
    expect([count, mean]).toEqual([400, 1.75])
    expect(quantiles).toHaveLength(100)
    expect(quantiles.filter((ms) => ms === 1)).toHaveLength(25)
    expect(quantiles.filter((ms) => ms === 2.5)).toHaveLength(37)
    // Variance within 0.75 and between 0.1875.
    expect(cv).toBeCloseTo(Math.sqrt(0.75 + 0.1875) / 1.75, 9)
  })

  it('of none are none', () => expect(pooledSpread([]).quantiles).toEqual([]))
})
