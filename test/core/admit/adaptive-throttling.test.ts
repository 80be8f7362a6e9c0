import { describe, expect, it } from 'vitest'
import { makeAdmit } from './make-admit.ts'

describe('adaptive throttling', () => {
  it('sends about K requests for each that is accepted', () => {
    const { admit } = makeAdmit({ policy: 'adaptive-throttling', k: 2 })
    let sent = 0
    let accepted = 0
    // Of each ten that come, two could be accepted.
    for (let round = 0; round < 2_000; round++) {
      let room = 2
      for (let id = 0; id < 10; id++) {
        if (!admit.tryEnter()) continue
        sent++
        const isAccepted = room-- > 0
        if (isAccepted) accepted++
        admit.finished({ ms: 1, isFailed: !isAccepted })
      }
    }
    expect(accepted / 4_000).toBeGreaterThan(0.9)
    expect(sent / accepted).toBeLessThan(2.3)
  })
})
