import { describe, expect, it } from 'vitest'
import { WeightedDraw } from '#core/balance/weighted-draw.ts'

const drawAll = (nodes: number[], weights: number[], parts: number) => {
  const draw = new WeightedDraw(nodes, Float64Array.from(weights))
  return Array.from({ length: parts }, (_, part) => draw.draw(() => (part + 0.5) / parts))
}

describe('a weighted draw', () => {
  it('divides the unit interval by weight', () => {
    expect(drawAll([0, 1, 2], [3, 1, 2], 6)).toEqual([0, 0, 0, 1, 2, 2])
    expect(drawAll([0, 2], [3, 1, 2], 5)).toEqual([0, 0, 0, 2, 2])
    expect(drawAll([4, 2], [1, 1, 7, 1, 7], 4)).toEqual([4, 4, 2, 2])
  })
})
