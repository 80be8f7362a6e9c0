import { describe, expect, it } from 'vitest'
import { NodeKeys } from '#core/balance/node-keys.ts'

describe('keys of nodes', () => {
  it('leave unhealthy nodes out and remember their keys', () => {
    const keys = new NodeKeys({ nodes: 3 })
    keys.set(0, 5)
    keys.set(1, 1)
    keys.set(2, 3)
    expect(keys.least.nthWithMin(0)).toBe(1)
    keys.setHealthy(1, false)
    keys.set(1, 0)
    expect(keys.has(1)).toBe(false)
    expect(keys.least.nthWithMin(0)).toBe(2)
    keys.setHealthy(1, true)
    expect(keys.least.nthWithMin(0)).toBe(1)
    expect(keys.of(1)).toBe(0)
  })

  it('is an error when no node may be chosen', () => {
    const keys = new NodeKeys({ nodes: 1 })
    keys.setHealthy(0, false)
    expect(() => keys.least).toThrow('none of the 1 nodes')
  })
})
