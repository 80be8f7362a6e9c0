import { describe, expect, it } from 'vitest'
import { makeBalance, request } from './make-balance.ts'

describe('locality', () => {
  it('stays in the region up to its capacity, and spills what is more', () => {
    const { balance } = makeBalance({ policy: 'locality', regions: 2, capacityCount: 3 }, 4)
    const picked = Array.from({ length: 8 }, () => balance.pick(request('', 1)))
    expect(picked.slice(0, 6).every((node) => node % 2 === 1)).toBe(true)
    expect(picked.slice(6).every((node) => node % 2 === 0)).toBe(true)
    balance.finished(picked[0]!)
    expect(balance.pick(request('', 1)) % 2).toBe(1)
  })

  it('spills everything of a region without a healthy node', () => {
    const { balance } = makeBalance({ policy: 'locality', regions: 2 }, 4)
    balance.setHealthy(1, false)
    balance.setHealthy(3, false)
    for (let id = 0; id < 20; id++) expect(balance.pick(request('', 1)) % 2).toBe(0)
  })

  it('knows the regions that the scenario names', () => {
    const regions = { count: 2, ofNode: (node: number) => (node < 3 ? 0 : 1) }
    const { balance } = makeBalance({ policy: 'locality' }, 4, { regions })
    for (let id = 0; id < 20; id++) expect(balance.pick({ ...request('', 0), region: 1 })).toBe(3)
    for (let id = 0; id < 20; id++) expect(balance.pick({ ...request('', 0), region: 0 })).toBeLessThan(3)
  })
})
