import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SmoothTurn } from '#core/balance/smooth-turn.ts'

describe('smooth turns', () => {
  it('give each node its weight in a round, and come back to where they began', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), (weights) => {
        const turn = new SmoothTurn(Float64Array.from(weights))
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        const round = () => Array.from({ length: total }, () => turn.next(() => true))
        const first = round()
        expect(weights.map((_, node) => first.filter((picked) => picked === node).length)).toEqual(weights)
        expect(round()).toEqual(first)
      }),
    )
  })

  it('leave a node out that is not usable', () => {
    const turn = new SmoothTurn(Float64Array.of(5, 1, 1))
    expect([1, 2, 3, 4].map(() => turn.next((node) => node > 0))).toEqual([1, 2, 1, 2])
    expect(turn.next(() => false)).toBe(-1)
  })

  it('do not take more from a failing node than it has', () => {
    const turn = new SmoothTurn(Float64Array.of(10, 1))
    for (let failure = 0; failure < 3; failure++) turn.failed(0, 2)
    expect(turn.effective[0]).toBe(0)
  })

  it('go the same way whether a round is remembered or not, through failures and nodes that are left out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(40), { maxLength: 150 }),
        (weights, steps) => {
          const fast = new SmoothTurn(Float64Array.from(weights))
          const slow = new SmoothTurn(Float64Array.from(weights))
          for (const step of steps) {
            const node = step % weights.length
            if (step === 40) for (const turn of [fast, slow]) turn.failed(node, 2)
            else if (step === 39)
              expect(fast.next((one) => one !== node)).toBe(slow.next((one) => one !== node))
            else expect(fast.nextOfAll()).toBe(slow.next(() => true))
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
