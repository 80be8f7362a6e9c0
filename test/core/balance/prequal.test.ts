import { describe, expect, it } from 'vitest'
import { probeReuses } from '#core/balance/prequal.ts'
import { makeBalance } from './make-balance.ts'

describe('prequal', () => {
  it('learns to avoid a slow node', () => {
    const { balance, clock } = makeBalance({ policy: 'prequal' }, 8)
    let slow = 0
    for (let id = 0; id < 1_000; id++) {
      const node = balance.pick()
      clock.now += 5
      balance.finished(node, { ms: node === 3 ? 300 : 10, isFailed: false })
      if (id >= 200 && node === 3) slow++
    }
    expect(slow).toBeLessThan(40)
  })

  it('keeps the numbers in flight close together when nothing finishes', () => {
    const { balance } = makeBalance({ policy: 'prequal' }, 8)
    const load = new Array<number>(8).fill(0)
    for (let id = 0; id < 800; id++) load[balance.pick()]!++
    expect(Math.max(...load) - Math.min(...load)).toBeLessThan(40)
  })

  it('uses a probe at least once, and without limit when the pool holds all nodes', () => {
    const o = { poolSize: 16, nodes: 1_000, probesPerRequest: 8, removedPerRequest: 1, delta: 1 }
    expect(probeReuses(o)).toBe(1)
    expect(probeReuses({ ...o, nodes: 16 })).toBeGreaterThan(1_000)
  })
})
