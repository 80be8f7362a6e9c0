import { describe, expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { dispatcher } from '#sim/station/dispatch.ts'

const counts = [3, 1, 2, 1]
const at = { countAt: (index: number) => counts[index]!, random: stream(1, 'dispatch') }
const shares = (rule: 'random' | 'round-robin' | 'power-of-d' | 'shortest', choices = 2) => {
  const { choose } = dispatcher({ rule, choices }, 4, at)
  const chosen = [0, 0, 0, 0]
  for (let i = 0; i < 12_000; i++) chosen[choose()]! += 1 / 12_000
  return chosen
}
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 1.5))

describe('dispatch', () => {
  it('at random and in turn is even', () => {
    expect(shares('random')).toEqual(near([0.25, 0.25, 0.25, 0.25]))
    const { choose } = dispatcher({ rule: 'round-robin', choices: 2 }, 3, at)
    expect([choose(), choose(), choose(), choose()]).toEqual([0, 1, 2, 0])
  })

  it('to the shorter of two different stations: the longest gets nobody', () => {
    // Pairs with the longest: never it. {1,3} is a tie; {1,2}, {2,3} go to the shorter one; {0,2} goes to 2.
    expect(shares('power-of-d')).toEqual(near([0, 5 / 12, 1 / 6, 5 / 12]))
    expect(shares('power-of-d', 9)).toEqual(near([0, 0.5, 0, 0.5]))
  })

  it('to the shortest of all, ties at random', () => {
    expect(shares('shortest')).toEqual(near([0, 0.5, 0, 0.5]))
  })

  it('to an idle station while there is one', () => {
    const { choose, emptied } = dispatcher({ rule: 'idle', choices: 2 }, 3, at)
    expect([choose(), choose(), choose()].sort((a, b) => a - b)).toEqual([0, 1, 2])
    expect(choose()).toBeLessThan(3)
    emptied(1)
    expect(choose()).toBe(1)
  })
})
