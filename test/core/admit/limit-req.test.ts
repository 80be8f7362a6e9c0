import { describe, expect, it } from 'vitest'
import { makeAdmit } from './make-admit.ts'

describe('the leaky bucket of nginx', () => {
  it('lets burst + 1 in at once, then one each 1 / rate', () => {
    const { admit, clock, entering } = makeAdmit({ policy: 'limit-req', ratePerSecond: 10, burstCount: 2 })
    expect(entering(9)).toBe(3)
    expect(admit.retryAfterMs()).toBe(100)
    clock.now += 99
    expect(entering(1)).toBe(0)
    clock.now += 1
    expect(entering(9)).toBe(1)
  })
})
