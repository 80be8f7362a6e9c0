import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { balancePolicies } from '#core/balance/balance.ts'
import { createPolicy } from '#core/policy.ts'

const make = (policy: string, nodes: number) => createPolicy(balancePolicies, { policy }, { nodes })

describe('least outstanding', () => {
  it('gives each request to a node with the fewest under way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.nat(100), { maxLength: 60 }),
        (nodes, steps) => {
          const balance = make('least-outstanding', nodes)
          const load = new Array<number>(nodes).fill(0)
          for (const step of steps) {
            const busy = load.flatMap((count, node) => (count > 0 ? [node] : []))
            if (step % 3 === 0 && busy.length > 0) {
              const node = busy[step % busy.length]!
              balance.finished(node)
              load[node]!--
              continue
            }
            const node = balance.pick()
            expect(load[node]).toBe(Math.min(...load))
            load[node]!++
          }
        },
      ),
    )
  })

  it('takes equals in turn', () => {
    const balance = make('least-outstanding', 3)
    const picked = [0, 1, 2].map(() => balance.pick())
    expect(new Set(picked).size).toBe(3)
  })
})

describe.each(balancePolicies)('the balance $name', ({ name }) => {
  it('spreads equal requests evenly', () => {
    const balance = make(name, 4)
    const counts = [0, 0, 0, 0]
    for (let request = 0; request < 400; request++) {
      const node = balance.pick()
      counts[node]!++
      balance.finished(node)
    }
    for (const count of counts) expect(count).toBe(100)
  })
})
