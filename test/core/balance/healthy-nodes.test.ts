import { describe, expect, it } from 'vitest'
import { HealthyNodes } from '#core/balance/healthy-nodes.ts'

describe('healthy nodes', () => {
  it('are all at first, in order, and change with their health', () => {
    const healthy = new HealthyNodes({ nodes: 4 })
    expect(healthy.list).toEqual([0, 1, 2, 3])
    healthy.set(1, false)
    expect(healthy.list).toEqual([0, 2, 3])
    expect(healthy.has(1)).toBe(false)
    healthy.set(1, true)
    expect(healthy.count).toBe(4)
  })

  it('is an error when there is none', () => {
    const healthy = new HealthyNodes({ nodes: 2 })
    healthy.set(0, false)
    healthy.set(1, false)
    expect(() => healthy.list).toThrow('none of the 2 nodes is healthy')
  })

  it('are all in panic, below the share and not at it', () => {
    const healthy = new HealthyNodes({ nodes: 10, panicBelow: 0.5 })
    for (let node = 0; node < 5; node++) healthy.set(node, false)
    expect(healthy.count).toBe(5)
    healthy.set(5, false)
    expect(healthy.count).toBe(10)
    expect(healthy.has(0)).toBe(true)
  })
})
