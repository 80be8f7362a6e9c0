import { describe, expect, it } from 'vitest'
import { markov } from '#core/cache/prefetch/markov.ts'

const created = (order: number) =>
  markov.create({ order, shareMin: 0.4, degree: 2, contexts: 100, successors: 4 }, undefined)

describe('markov', () => {
  it('of order 1 guesses what followed the last key often enough', () => {
    const prefetch = created(1)
    for (const key of [1, 2, 1, 2, 1, 3]) prefetch.request(key, 0)
    expect(prefetch.request(1, 0)).toEqual([2])
  })

  it('of order 2 tells apart what order 1 cannot: 1 2 3 and 4 2 5', () => {
    const guesses = (order: number, before: number) => {
      const prefetch = created(order)
      for (let i = 0; i < 10; i++) for (const key of [1, 2, 3, 4, 2, 5]) prefetch.request(key, 0)
      prefetch.request(before, 0)
      return prefetch.request(2, 0)
    }
    expect([guesses(2, 1), guesses(2, 4)]).toEqual([[3], [5]])
    expect(guesses(1, 1)).toEqual([3, 5])
  })

  it('of order 2 falls back on order 1 for a pair that it has not seen', () => {
    const prefetch = created(2)
    for (let i = 0; i < 4; i++) for (const key of [1, 2, 3]) prefetch.request(key, 0)
    prefetch.request(9, 0)
    expect(prefetch.request(2, 0)).toEqual([3])
  })

  it('never guesses the key itself', () => {
    const prefetch = created(1)
    for (let i = 0; i < 5; i++) expect(prefetch.request(8, 0)).toEqual([])
  })
})
