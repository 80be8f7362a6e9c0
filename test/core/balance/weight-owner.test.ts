import { describe, expect, it } from 'vitest'
import { weightOwner } from '#core/balance/weight-owner.ts'

describe('the owner of a unit of weight', () => {
  it('goes through the weights in order, round and round', () => {
    const owners = (weights: number[], count: number) =>
      Array.from({ length: count }, (_, unit) => weightOwner(Float64Array.from(weights))(unit))
    expect(owners([3, 2, 1], 8)).toEqual([0, 0, 0, 1, 1, 2, 0, 0])
    expect(owners([1, 1, 1], 5)).toEqual([0, 1, 2, 0, 1])
  })
})
