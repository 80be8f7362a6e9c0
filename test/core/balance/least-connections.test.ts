import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeBalance } from './make-balance.ts'

describe('least connections of nginx', () => {
  it('give each request to a node with the fewest for its weight', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(100), { maxLength: 60 }),
        (weights, steps) => {
          const { balance } = makeBalance({ policy: 'least-connections', weights }, weights.length)
          const load = weights.map(() => 0)
          for (const step of steps) {
            const busy = load.flatMap((count, node) => (count > 0 ? [node] : []))
            if (step % 3 === 0 && busy.length > 0) {
              const node = busy[step % busy.length]!
              balance.finished(node, { ms: 1, isFailed: false })
              load[node]!--
              continue
            }
            const node = balance.pick()
            const least = Math.min(...load.map((count, other) => count / weights[other]!))
            expect(load[node]! / weights[node]!).toBe(least)
            load[node]!++
          }
        },
      ),
    )
  })

  it('take smooth turns among equals', () => {
    const { picks } = makeBalance({ policy: 'least-connections', weights: [5, 1, 1] }, 3)
    expect(picks(7)).toEqual([0, 0, 1, 0, 2, 0, 0])
  })
})
