import { describe, expect, it } from 'vitest'
import { PeakEstimate } from '#core/balance/peak-estimate.ts'

describe('the peak estimate', () => {
  it('does not depend on how often it is read in between', () => {
    const once = new PeakEstimate(1000, 0)
    const often = new PeakEstimate(1000, 0)
    for (const estimate of [once, often]) estimate.observe(100, 0)
    for (let now = 0; now < 500; now += 10) often.load(1, now)
    expect(often.load(1, 500)).toBeCloseTo(once.load(1, 500), 9)
  })

  it('is nothing without history and requests, and a penalty with requests', () => {
    expect(new PeakEstimate(1000, 0).load(0, 5)).toBe(0)
    expect(new PeakEstimate(1000, 0).load(1, 5)).toBeGreaterThan(1e14)
  })
})
