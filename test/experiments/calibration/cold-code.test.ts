import { describe, expect, it } from 'vitest'
import { compiled, fitColdCode } from '#experiments/calibration/cold-code.ts'
import type { WarmingSample } from '#experiments/live/warm-up.ts'

/** Two nodes whose loops take 1 ms, and 0.6 ms more at first; other threads 0.1 ms, and 2 ms more. */
function warming(requestsEach: number, noise: (at: number) => number = () => 1): WarmingSample[] {
  const pace = 60
  return Array.from({ length: 30 }, (_, at) => {
    const each = at * requestsEach
    const fallen = pace * Math.log(1 + each / pace)
    return {
      requests: 5 + 2 * each,
      loopCpuMs: 300 + 2 * noise(at) * (each + 0.6 * fallen),
      threadsCpuMs: 500 + 2 * (0.1 * each + 2 * fallen),
    }
  })
}

describe('what cold code costs', () => {
  it('is found again', () => {
    const { extraRatio, compileMs, requestsToHalf } = fitColdCode([warming(140), warming(90)], 2)
    expect(Math.abs(extraRatio / 0.6 - 1)).toBeLessThan(0.05)
    expect(Math.abs(compileMs / 2 - 1)).toBeLessThan(0.05)
    expect(Math.abs(requestsToHalf / 60 - 1)).toBeLessThan(0.06)
  })

  it('is found nearly where steps differ by some percent', () => {
    const { extraRatio, requestsToHalf } = fitColdCode([warming(140, (at) => 1 + 0.002 * (at % 3))], 2)
    expect(extraRatio).toBeGreaterThan(0.4)
    expect(extraRatio).toBeLessThan(0.8)
    expect(Math.abs(Math.log(requestsToHalf / 60))).toBeLessThan(0.4)
  })

  it('is nothing where each request costs the same', () => {
    const samples = Array.from({ length: 20 }, (_, at) => ({
      requests: 200 * at,
      loopCpuMs: 260 * at,
      threadsCpuMs: 20 * at,
    }))
    const { extraRatio, compileMs } = fitColdCode([samples], 2)
    expect(extraRatio).toBeCloseTo(0, 6)
    expect(compileMs).toBeCloseTo(0, 6)
  })

  it('is not told by few samples, nor by idle nodes', () => {
    expect(fitColdCode([warming(140).slice(0, 4)], 2)).toEqual(compiled)
    expect(fitColdCode([warming(1)], 2)).toEqual(compiled)
    expect(fitColdCode([], 2)).toEqual(compiled)
  })
})
