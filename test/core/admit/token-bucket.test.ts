import { describe, expect, it } from 'vitest'
import { makeAdmit } from './make-admit.ts'

describe('the token bucket', () => {
  it('lets a burst in, then as many as tokens came', () => {
    const { admit, clock, entering } = makeAdmit({ policy: 'token-bucket', ratePerSecond: 10, burstCount: 5 })
    expect(entering(9)).toBe(5)
    expect(admit.retryAfterMs()).toBe(100)
    clock.now += 250
    expect(entering(9)).toBe(2)
    expect(admit.retryAfterMs()).toBeCloseTo(50, 9)
    clock.now += 1e6
    expect(entering(9)).toBe(5)
  })
})
