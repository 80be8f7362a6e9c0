import { describe, expect, it } from 'vitest'
import { makeBalance } from './make-balance.ts'

describe('least connections of HAProxy', () => {
  it('take idle nodes in turn whatever their weights, then the least (requests + 1) / weight', () => {
    const { balance } = makeBalance({ policy: 'haproxy-least-connections', weights: [4, 1] }, 2)
    // Both idle: 0, then 1. Then node 0 has 2/4, 3/4, .. and node 1 has 2/1: node 0 until it has 8/4.
    expect(Array.from({ length: 10 }, () => balance.pick())).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 1, 0])
  })
})
