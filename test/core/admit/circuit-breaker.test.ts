import { describe, expect, it } from 'vitest'
import { breakerDefaults, CircuitBreaker } from '#core/admit/circuit-breaker.ts'

const make = (o = {}) => new CircuitBreaker({ ...breakerDefaults, ...o })
const fail = (breaker: CircuitBreaker, count: number, now = 0) => {
  for (let id = 0; id < count; id++) breaker.finished(true, now)
}

describe('the circuit breaker', () => {
  it('opens at its share of failures among enough requests', () => {
    const breaker = make()
    for (let id = 0; id < 10; id++) breaker.finished(false, 0)
    fail(breaker, 9)
    expect(breaker.tryPass(0)).toBe(true)
    fail(breaker, 1)
    expect(breaker.tryPass(0)).toBe(false)
    expect(breaker.state).toBe('open')
  })

  it('lets one request try after its time, which decides', () => {
    const breaker = make()
    fail(breaker, 20)
    expect(breaker.tryPass(29_999)).toBe(false)
    expect([breaker.tryPass(30_000), breaker.tryPass(30_000)]).toEqual([true, false])
    breaker.finished(true, 30_010)
    expect(breaker.tryPass(60_009)).toBe(false)
    expect(breaker.tryPass(60_010)).toBe(true)
    breaker.finished(false, 60_020)
    expect(breaker.state).toBe('closed')
    fail(breaker, 19, 60_020)
    expect(breaker.tryPass(60_020)).toBe(true)
  })

  it('lets another try when a trial is given up', () => {
    const breaker = make()
    fail(breaker, 20)
    expect(breaker.tryPass(30_000)).toBe(true)
    breaker.givenUp()
    expect(breaker.tryPass(30_001)).toBe(true)
  })

  it('forgets failures that left the window, and opens at the first without a volume', () => {
    const breaker = make()
    fail(breaker, 19, 0)
    fail(breaker, 1, 11_000)
    expect(breaker.tryPass(11_000)).toBe(true)
    const eager = make({ volumeMin: 0 })
    fail(eager, 1)
    expect(eager.tryPass(0)).toBe(false)
  })
})
