import { describe, expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { keepAlivePolicies } from '#core/scale/keep-alive.ts'

describe.each(keepAlivePolicies.map(({ name }) => name))('%s, as every keep-alive,', (policy) => {
  it('keeps for a finite time that begins before it ends', () => {
    const keep = createPolicy(keepAlivePolicies, { policy }, undefined)
    const random = stream(1, 'idle')
    for (let call = 0; call < 500; call++) {
      const { fromMs, untilMs } = keep.idle()
      expect(fromMs).toBeGreaterThanOrEqual(0)
      expect(untilMs).toBeGreaterThanOrEqual(fromMs)
      expect(untilMs).toBeLessThan(Infinity)
      keep.called(call % 7 === 0 ? 1e9 : 1e6 * random())
    }
  })
})
