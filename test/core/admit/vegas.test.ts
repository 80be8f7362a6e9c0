import { describe, expect, it } from 'vitest'
import { vegasLimit } from '#core/admit/vegas.ts'
import { makeAdmit } from './make-admit.ts'

const o = { leastMs: 10, maxCount: 1000 }

describe('the limit of Vegas', () => {
  it('does not change while less than half is used, but for failures', () => {
    const sample = { limit: 100, inFlight: 49, ms: 10, isFailed: false }
    expect(vegasLimit(sample, o)).toBe(100)
    expect(vegasLimit({ ...sample, isFailed: true }, o)).toBe(98)
  })

  it('grows by its logarithm while the queue is between threshold and alpha', () => {
    expect(vegasLimit({ limit: 100, inFlight: 90, ms: 10.4, isFailed: false }, o)).toBe(102)
  })

  it('grows under constant latency', () => {
    const { admit, entering } = makeAdmit({ policy: 'vegas' })
    for (let round = 0; round < 20; round++) {
      const inFlight = entering(5_000)
      for (let id = 0; id < inFlight; id++) admit.finished({ ms: 10, isFailed: false })
    }
    expect(entering(5_000)).toBe(1000)
  })
})
