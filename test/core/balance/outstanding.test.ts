import { describe, expect, it } from 'vitest'
import { Outstanding } from '#core/balance/outstanding.ts'

describe('outstanding requests', () => {
  it('are counted for each node and in all', () => {
    const outstanding = new Outstanding(3)
    expect(outstanding.begin(1)).toBe(1)
    outstanding.begin(1)
    outstanding.begin(2)
    outstanding.end(1)
    expect([...outstanding.counts, outstanding.total]).toEqual([0, 1, 1, 2])
    expect(() => outstanding.end(0)).toThrow('invariant')
    expect(() => outstanding.end(3)).toThrow('invariant')
  })
})
