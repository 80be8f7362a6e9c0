import { describe, expect, it } from 'vitest'
import { placesOf } from '#core/balance/maglev.ts'
import { makeBalance, tally } from './make-balance.ts'

describe('maglev', () => {
  it('does not depend on the order in which nodes are listed', () => {
    const names = ['x:1', 'y:1', 'z:1']
    const at = (given: string[]) =>
      makeBalance({ policy: 'maglev', tableSize: '251' }, 3, { names: given }).picks(200)
    expect(at([...names].reverse())).toEqual(at(names).map((node) => 2 - node))
  })

  it('spreads keys evenly', () => {
    for (const count of tally(makeBalance({ policy: 'maglev' }, 10).picks(20_000), 10))
      expect(Math.abs(count - 2000)).toBeLessThan(200)
  })

  it('begins inside the table and steps by 1 to size - 1', () => {
    for (let node = 0; node < 500; node++) {
      const { offset, skip } = placesOf(`10.0.0.1:${node}`, 251)
      expect(offset).toBeLessThan(251)
      expect(skip).toBeGreaterThanOrEqual(1)
      expect(skip).toBeLessThan(251)
    }
  })
})
