import { describe, expect, it } from 'vitest'
import { type LoadPoint, summarisePoints } from '#server/load/points.ts'

const facts = { with: 'builtin', warmUpMs: 1_000, durationMs: 3_000, file: 'points.csv' }
const point = (changed: Partial<LoadPoint>): LoadPoint => ({
  sentMs: 1_500,
  responseMs: 10,
  latenessMs: 1,
  status: 200,
  cache: 'MISS',
  isWrite: false,
  ...changed,
})

describe('summary of points', () => {
  it('counts what was meant to be sent after warm-up and before the end', () => {
    const sent = [999, 1_000, 2_999, 3_000].map((sentMs) => point({ sentMs }))
    const { requests, throughputPerSecond, durationMs } = summarisePoints(sent, facts)
    expect(requests).toBe(2)
    expect(durationMs).toBe(2_000)
    expect(throughputPerSecond).toBe(1)
  })

  it('keeps failures apart from response times', () => {
    const answers = [
      point({}),
      point({ status: 503, responseMs: 9_000 }),
      point({ status: 0, responseMs: 9_000 }),
    ]
    const { requests, failed, responseMs } = summarisePoints(answers, facts)
    expect([requests, failed]).toEqual([1, 2])
    expect(responseMs.max).toBe(10)
  })

  it('takes as lookups of the gateway only reads that it may cache', () => {
    const answers = [
      point({ cache: 'HIT' }),
      point({ cache: 'MISS' }),
      point({ cache: 'BYPASS' }),
      point({ cache: '', isWrite: true }),
    ]
    expect(summarisePoints(answers, facts).gatewayHitRatio).toBe(0.5)
  })

  it('gives mean, quantiles and lateness of what was answered', () => {
    const answers = Array.from({ length: 100 }, (_, index) =>
      point({ responseMs: index + 1, latenessMs: index }),
    )
    const { responseMs, latenessMsMean } = summarisePoints(answers, facts)
    expect(responseMs.mean).toBeCloseTo(50.5, 6)
    expect(Math.abs(responseMs.p50 / 50 - 1)).toBeLessThan(0.001)
    expect(Math.abs(responseMs.p95 / 95 - 1)).toBeLessThan(0.001)
    expect(responseMs.max).toBe(100)
    expect(latenessMsMean).toBeCloseTo(49.5, 6)
  })

  it('of a test without answers has no throughput and no hits', () => {
    const { requests, throughputPerSecond, gatewayHitRatio } = summarisePoints([], {
      ...facts,
      durationMs: 1_000,
    })
    expect([requests, throughputPerSecond, gatewayHitRatio]).toEqual([0, 0, 0])
  })
})
