import { describe, expect, it } from 'vitest'
import { makeBalance } from './make-balance.ts'

describe('two choices with replacement', () => {
  it('take the first of equals', () => {
    const draws = [0.1, 0.9]
    const { balance } = makeBalance({ policy: 'two-choices-with-replacement' }, 2, {
      random: () => draws.shift()!,
    })
    expect(balance.pick()).toBe(0)
  })

  it('take the less busy of two, and the busier when it is drawn twice', () => {
    const draws = [0.1, 0.1, 0.1, 0.9, 0.1, 0.1]
    const { balance } = makeBalance({ policy: 'two-choices-with-replacement' }, 2, {
      random: () => draws.shift()!,
    })
    expect([balance.pick(), balance.pick(), balance.pick()]).toEqual([0, 1, 0])
  })
})
