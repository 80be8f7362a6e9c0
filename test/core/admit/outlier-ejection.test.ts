import { describe, expect, it } from 'vitest'
import { outlierEjection } from '#core/admit/outlier-ejection.ts'
import { makeBalance } from '../balance/make-balance.ts'

function made(nodes: number) {
  const { balance, clock } = makeBalance({ policy: 'round-robin' }, nodes)
  const guarded = outlierEjection(balance, { nodes, clock })
  const run = (count: number, isFailed: (node: number, id: number) => boolean) =>
    Array.from({ length: count }, (_, id) => {
      const node = guarded.pick()
      guarded.finished(node, { ms: 1, isFailed: isFailed(node, id) })
      return node
    })
  return { guarded, clock, run }
}

describe('outlier ejection', () => {
  it('ejects a node after five failures in a row, for 30 s, then for 60 s', () => {
    const { clock, run } = made(3)
    const bad = (node: number) => node === 1
    expect(run(30, bad).filter((node) => node === 1)).toHaveLength(5)
    clock.now = 29_999
    expect(run(6, bad)).not.toContain(1)
    clock.now = 40_000
    expect(run(30, bad).filter((node) => node === 1)).toHaveLength(5)
    clock.now = 99_000
    expect(run(6, bad)).not.toContain(1)
    clock.now = 110_000
    expect(run(6, () => false)).toContain(1)
  })

  it('ejects no second node while more than its share would be out', () => {
    const { run } = made(3)
    run(100, (node) => node < 2)
    expect(new Set(run(30, () => false)).size).toBe(2)
  })

  it('ejects the node with the worst success rate at a sweep, of five or more', () => {
    const outOf = (nodes: number) => {
      const { clock, run } = made(nodes)
      // One in ten of node 0 fails, never five in a row.
      run(nodes * 200, (node, id) => node === 0 && Math.floor(id / nodes) % 10 === 0)
      clock.now = 10_000
      return !run(30, () => false).includes(0)
    }
    expect([outOf(4), outOf(5), outOf(10)]).toEqual([false, true, true])
  })

  it('leaves a node out that somebody else found unhealthy', () => {
    const { guarded, clock, run } = made(3)
    run(30, (node) => node === 1)
    guarded.setHealthy(1, false)
    clock.now = 50_000
    expect(run(9, () => false)).not.toContain(1)
    guarded.setHealthy(1, true)
    expect(run(9, () => false)).toContain(1)
  })
})
