import { describe, expect, it } from 'vitest'
import { jitteredTtl } from '#core/cache/expiry/jittered-ttl.ts'
import { stream } from '#core/random.ts'

describe('jittered-ttl', () => {
  it('ends within the jitter below the ttl, evenly', () => {
    const expiry = jitteredTtl.create({ ttl: 1000, jitter: 0.2 }, { random: stream(1, 'expiry') })
    const ttls = Array.from({ length: 20_000 }, () => expiry.expiresAt(5000) - 5000)
    expect(Math.min(...ttls)).toBeGreaterThanOrEqual(800)
    expect(Math.max(...ttls)).toBeLessThanOrEqual(1000)
    const mean = ttls.reduce((sum, ttl) => sum + ttl, 0) / ttls.length
    // Four standard errors of a uniform mean.
    expect(Math.abs(mean - 900)).toBeLessThan((4 * 200) / Math.sqrt(12 * 20_000))
  })

  it('is the fixed one without jitter, and has draws of its own when given none', () => {
    expect(jitteredTtl.create({ ttl: 1000, jitter: 0 }, undefined).expiresAt(1)).toBe(1001)
    const [first, second] = [1, 2].map(() => jitteredTtl.create({ ttl: 1000, jitter: 1 }, undefined))
    expect(first!.expiresAt(0)).toBe(second!.expiresAt(0))
  })
})
