import { describe, expect, it } from 'vitest'
import { gradient2Limit } from '#core/admit/gradient2.ts'
import { makeAdmit } from './make-admit.ts'

const o = { minCount: 1, maxCount: 1000, queueCount: 4, tolerance: 1.5, smoothing: 0.2 }

describe('the gradient limit', () => {
  it('rests where limit * (1 - gradient) is the queue', () => {
    let limit = 100
    for (let step = 0; step < 500; step++)
      limit = gradient2Limit({ limit, inFlight: limit, longMs: 100, shortMs: 200 }, o)
    expect(limit * (1 - 0.75)).toBeCloseTo(4, 6)
  })

  it('halves at most', () => {
    expect(gradient2Limit({ limit: 100, inFlight: 100, longMs: 1, shortMs: 1e6 }, o)).toBe(80 + 0.2 * 54)
  })

  it('shrinks when latency rises, down to its floor', () => {
    const { admit, entering } = makeAdmit({ policy: 'gradient2', initialCount: 100, minCount: 30 })
    entering(1_000)
    for (let id = 0; id < 10; id++) admit.finished({ ms: 10, isFailed: false })
    entering(1_000)
    for (let id = 0; id < 40; id++) admit.finished({ ms: 500, isFailed: false })
    for (let id = 0; id < 100; id++) admit.finished()
    expect(entering(1_000)).toBeLessThan(150)
  })
})
