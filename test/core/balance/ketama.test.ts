import { describe, expect, it } from 'vitest'
import { makeBalance, request } from './make-balance.ts'

describe('consistent hashing', () => {
  it('moves only the keys of a node that is not healthy, and brings them back', () => {
    const { balance } = makeBalance({ policy: 'ketama' }, 5)
    const owners = () => Array.from({ length: 500 }, (_, key) => balance.pick(request(`key${key}`)))
    const before = owners()
    balance.setHealthy(3, false)
    for (const [key, node] of owners().entries()) if (before[key] !== 3) expect(node).toBe(before[key])
    balance.setHealthy(3, true)
    expect(owners()).toEqual(before)
  })

  it('hashes the names it is given', () => {
    const names = ['x:1', 'y:1', 'z:1']
    const at = (given: string[]) => makeBalance({ policy: 'ketama' }, 3, { names: given }).picks(200)
    expect(at([...names].reverse())).toEqual(at(names).map((node) => 2 - node))
  })
})
