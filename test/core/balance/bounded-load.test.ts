import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeBalance, request } from './make-balance.ts'

describe('bounded loads', () => {
  it('give no node more than its bound, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: 1.01, max: 3, noNaN: true }),
        fc.array(fc.nat(20), { maxLength: 60 }),
        (nodes, loadFactor, steps) => {
          const { balance } = makeBalance({ policy: 'bounded-load', loadFactor }, nodes)
          const open: number[] = []
          for (const step of steps) {
            if (step > 14 && open.length > 0) {
              balance.finished(open.splice(step % open.length, 1)[0]!)
              continue
            }
            const node = balance.pick(request(`key${step % 3}`))
            open.push(node)
            const most = Math.ceil((loadFactor * open.length) / nodes)
            expect(open.filter((one) => one === node).length).toBeLessThanOrEqual(most)
          }
        },
      ),
    )
  })

  it('is plain consistent hashing while nothing is under way', () => {
    expect(makeBalance({ policy: 'bounded-load' }, 4).picks(300)).toEqual(
      makeBalance({ policy: 'ketama' }, 4).picks(300),
    )
  })
})
