import { describe, expect, it } from 'vitest'
import { weightsOf } from '#core/balance/weights.ts'
import { makeBalance } from './make-balance.ts'

describe('weights', () => {
  it('are all one when none is said', () => {
    expect([...weightsOf([], 3)]).toEqual([1, 1, 1])
    expect([...weightsOf([5, 2], 2)]).toEqual([5, 2])
  })

  it('are one for each node, and whole numbers from 1', () => {
    expect(() => weightsOf([1, 2], 3)).toThrow('2 weights for 3 nodes')
    for (const wrong of [0, -1, 1.5])
      expect(() => makeBalance({ policy: 'smooth-weighted', weights: [wrong, 1] }, 2)).toThrow('weights[0]')
  })
})
