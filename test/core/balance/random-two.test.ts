import { describe, expect, it } from 'vitest'
import { makeBalance } from './make-balance.ts'

const made = (draws: number[], weights: number[]) =>
  makeBalance({ policy: 'random-two', weights }, weights.length, { random: () => draws.shift()! }).balance

describe('two random nodes of nginx', () => {
  it('takes the second of equals', () => {
    expect(made([0.1, 0.9], [1, 1]).pick()).toBe(1)
  })

  it('draws again until the second is another, and compares by weight', () => {
    const balance = made([0.1, 0.1, 0.2, 0.9, 0.1, 0.9, 0.1, 0.9], [2, 1])
    expect([balance.pick(), balance.pick(), balance.pick()]).toEqual([1, 0, 0])
  })

  it('takes a turn after twenty draws of the same', () => {
    const draws = new Array<number>(20).fill(0.1)
    expect(made(draws, [1, 3]).pick()).toBe(1)
    expect(draws).toHaveLength(0)
  })
})
