import { describe, expect, it } from 'vitest'
import { ProbePool } from '#core/balance/probe-pool.ts'

const probe = (node: number, inFlight: number, latencyMs: number, uses = 1, atMs = 0) => ({
  node,
  inFlight,
  latencyMs,
  uses,
  atMs,
})

describe('the pool of probes', () => {
  it('forgets the oldest when it is full, those that are too old, and those of nodes that are gone', () => {
    const pool = new ProbePool({ size: 3, ageMs: 100 })
    for (const node of [1, 2, 3, 4]) pool.add(probe(node, 0, 0, 1, node * 10))
    expect(pool.probes.map(({ node }) => node)).toEqual([2, 3, 4])
    pool.expire(125)
    pool.keep((node) => node !== 4)
    expect(pool.probes.map(({ node }) => node)).toEqual([3])
  })

  it('counts uses, and one more in flight with each', () => {
    const pool = new ProbePool({ size: 3, ageMs: 100 })
    pool.add(probe(0, 1, 5, 2))
    pool.add(probe(1, 1, 9, 2))
    expect(pool.choose(3)).toBe(0)
    expect(pool.probes[0]).toMatchObject({ inFlight: 2, uses: 1 })
    expect(pool.choose(3)).toBe(0)
    expect(pool.choose(3)).toBe(1)
    expect(pool.choose(2)).toBe(1)
    expect(pool.choose(2)).toBeUndefined()
  })

  it('removes the worst: a hot one first, of hot ones that with most in flight', () => {
    const pool = new ProbePool({ size: 4, ageMs: 100 })
    for (const one of [probe(0, 1, 90), probe(1, 9, 1), probe(2, 12, 1)]) pool.add(one)
    pool.remove('worst', 9)
    pool.remove('worst', 9)
    expect(pool.probes.map(({ node }) => node)).toEqual([0])
    pool.remove('oldest', 9)
    pool.remove('worst', 9)
    expect(pool.probes).toEqual([])
  })
})
