import { describe, expect, it } from 'vitest'
import { aimdLimit } from '#core/admit/aimd.ts'
import { makeAdmit } from './make-admit.ts'

const o = { minCount: 20, maxCount: 200, backoffRatio: 0.9, timeoutMs: 5000 }

describe('additive increase, multiplicative decrease', () => {
  it('takes an answer after the timeout as a failure', () => {
    expect(aimdLimit({ limit: 100, inFlight: 99, ms: 5001, isFailed: false }, o)).toBe(90)
    expect(aimdLimit({ limit: 200, inFlight: 199, ms: 1, isFailed: false }, o)).toBe(200)
  })

  it('grows while at least half of it is used: by 7 as 20 requests end', () => {
    const { admit, entering } = makeAdmit({ policy: 'aimd' })
    expect(entering(50)).toBe(20)
    for (let id = 0; id < 20; id++) admit.finished({ ms: 1, isFailed: false })
    expect(entering(50)).toBe(27)
  })
})
