import { describe, expect, it } from 'vitest'
import { inFlightLimit } from '#core/admit/in-flight-limit.ts'

describe('a limit of requests in flight', () => {
  it('is never exceeded, and follows what is learnt', () => {
    const admit = inFlightLimit(2, ({ limit, inFlight }) => limit + inFlight)
    expect([admit.tryEnter(), admit.tryEnter(), admit.tryEnter()]).toEqual([true, true, false])
    admit.finished({ ms: 1, isFailed: false })
    expect(admit.limit()).toBe(4)
    admit.finished()
    expect(admit.limit()).toBe(4)
    expect(Array.from({ length: 6 }, () => admit.tryEnter()).filter((isIn) => isIn)).toHaveLength(4)
  })

  it('always has room for one', () => {
    expect(inFlightLimit(0.3, ({ limit }) => limit).tryEnter()).toBe(true)
  })
})
