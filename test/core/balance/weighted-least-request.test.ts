import { describe, expect, it } from 'vitest'
import { requestWeight } from '#core/balance/weighted-least-request.ts'
import { makeBalance, tally } from './make-balance.ts'

describe('weighted least request', () => {
  it('is weighted round robin while nothing is under way', () => {
    const { picks } = makeBalance({ policy: 'weighted-least-request', weights: [3, 1] }, 2)
    expect(tally(picks(400), 2)).toEqual([300, 100])
  })

  it('sends less to a node that keeps its requests', () => {
    const { balance } = makeBalance({ policy: 'weighted-least-request' }, 2)
    const counts = [0, 0]
    for (let id = 0; id < 300; id++) {
      const node = balance.pick()
      counts[node]!++
      if (node === 1) balance.finished(1)
    }
    expect(counts[0]).toBeLessThan(30)
  })

  it('does not make up for the time a node was away', () => {
    const { balance, picks } = makeBalance({ policy: 'weighted-least-request' }, 2)
    balance.setHealthy(0, false)
    picks(1_000)
    balance.setHealthy(0, true)
    expect(tally(picks(100), 2)[0]).toBeLessThanOrEqual(51)
  })

  it('takes the bias as a power', () => {
    expect(requestWeight({ weight: 8, active: 1, bias: 0 })).toBe(8)
    expect(requestWeight({ weight: 8, active: 3, bias: 0.5 })).toBeCloseTo(4, 12)
  })
})
