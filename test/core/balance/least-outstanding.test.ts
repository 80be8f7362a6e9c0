import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { balancePolicies } from '#core/balance/balance.ts'
import { balanceContract } from '../../contract/balance.ts'
import { makeBalance } from './make-balance.ts'

const make = (policy: string, nodes: number) => makeBalance({ policy }, nodes).balance

describe('least outstanding', () => {
  it('gives each request to the first node in turn of those with the fewest under way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.nat(100), { maxLength: 60 }),
        (nodes, steps) => {
          const balance = make('least-outstanding', nodes)
          const load = new Array<number>(nodes).fill(0)
          let first = 0
          for (const step of steps) {
            const busy = load.flatMap((count, node) => (count > 0 ? [node] : []))
            if (step % 3 === 0 && busy.length > 0) {
              const node = busy[step % busy.length]!
              balance.finished(node)
              load[node]!--
              continue
            }
            const inTurn = Array.from({ length: nodes }, (_, index) => (first + index) % nodes)
            const expected = inTurn.find((node) => load[node] === Math.min(...load))!
            expect(balance.pick()).toBe(expected)
            load[expected]!++
            first = (expected + 1) % nodes
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

  it('refuses an end without a beginning', () => {
    expect(() => make('least-outstanding', 3).finished(1)).toThrow('invariant')
  })
})

const turnTaking = [
  'round-robin',
  'least-outstanding',
  'smooth-weighted',
  'least-connections',
  'haproxy-least-connections',
]

describe.each(turnTaking)('the balance %s', (name) => {
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

for (const { name } of balancePolicies) balanceContract(name)
