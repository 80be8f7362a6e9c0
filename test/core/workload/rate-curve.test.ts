import { describe, expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { curveGaps } from '#core/workload/rate-curve.ts'

function arrivals(ratesPerSecond: number[], stepMs: number, untilMs: number): number[] {
  const gap = curveGaps({ stepMs, ratesPerSecond }, stream(7, 'curve'))
  const times: number[] = []
  for (let at = gap(); at < untilMs; at += gap()) times.push(at)
  return times
}

describe('arrivals along a curve', () => {
  it('come as often as each step says, again and again', () => {
    const counts = [0, 0, 0]
    for (const at of arrivals([100, 0, 20], 1000, 600_000)) counts[Math.floor(at / 1000) % 3]!++
    // 200 steps of each: 20,000, 0 and 4,000 expected, with deviations of 141 and 63.
    expect(Math.abs(counts[0]! - 20_000)).toBeLessThan(500)
    expect(counts[1]).toBe(0)
    expect(Math.abs(counts[2]! - 4_000)).toBeLessThan(250)
  })

  it('at one rate are Poisson: the same gaps as of exponential draws', () => {
    const random = stream(7, 'curve')
    let at = 0
    for (const time of arrivals([50], 1000, 100_000)) {
      at += -20 * Math.log(random())
      expect(time).toBeCloseTo(at, 5)
    }
  })

  it('are as spread as Poisson arrivals within a step', () => {
    const times = arrivals([40, 40], 500, 400_000)
    const counts = new Array(400).fill(0)
    for (const at of times) counts[Math.floor(at / 1000)]++
    const mean = times.length / 400
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 399
    expect(variance / mean).toBeGreaterThan(0.75)
    expect(variance / mean).toBeLessThan(1.25)
  })
})
