import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evictionPolicies } from '#core/cache/eviction.ts'
import { replayTrace } from '#core/cache/replay-trace.ts'
import { createStore } from '#core/cache/store.ts'

const lru = { policy: 'lru' }

describe('the replay of a trace', () => {
  it('counts requests, misses and their sizes', () => {
    const trace = { keys: Uint32Array.of(1, 2, 1, 3, 2), sizes: Uint32Array.of(2, 3, 2, 4, 3) }
    // 1 and 2 fit into 5 and 1 is hit; 3 evicts both; 2 evicts 3.
    expect(replayTrace(trace, { policy: lru, capacity: 5 })).toEqual({
      requests: 5,
      misses: 4,
      requestBytes: 14,
      missBytes: 12,
    })
  })

  it('does not admit what is larger than the cache, and evicts nothing for it', () => {
    const trace = { keys: Uint32Array.of(1, 9, 1), sizes: Uint32Array.of(2, 6, 2) }
    expect(replayTrace(trace, { policy: lru, capacity: 5 }).misses).toBe(2)
  })

  it.each(evictionPolicies.map(({ name }) => name))('has the hits of a store with %s', (policy) => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { maxLength: 300 }),
        fc.integer({ min: 1, max: 12 }),
        (keys, capacity) => {
          const store = createStore({ capacityCount: capacity, eviction: { policy } })
          let misses = 0
          for (const key of keys) {
            if (store.find(key, 0) >= 0) continue
            misses++
            store.put({ tenant: 0, key, version: 1, sizeBytes: 1, expiresAt: Infinity, value: 0 })
          }
          const result = replayTrace({ keys: Uint32Array.from(keys) }, { policy: { policy }, capacity })
          if (!samples.has(policy)) expect(result.misses).toBe(misses)
          else expect(result.misses).toBeGreaterThanOrEqual(new Set(keys).size)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('does not depend on how keys are named, nor on their width', () => {
    const keys = Array.from({ length: 2_000 }, (_, at) => (at * at * 13 + at) % 211)
    const plain = replayTrace({ keys: Uint32Array.from(keys) }, { policy: lru, capacity: 50 }).misses
    const wide = Float64Array.from(keys, (key) => key * 4_294_967_296 + 7)
    const spread = Uint32Array.from(keys, (key) => Math.imul(key, 2_654_435_761) >>> 0)
    expect(replayTrace({ keys: wide }, { policy: lru, capacity: 50 }).misses).toBe(plain)
    expect(replayTrace({ keys: spread }, { policy: lru, capacity: 50 }).misses).toBe(plain)
  })

  it('takes an empty trace, and refuses a capacity of nothing or an unknown policy', () => {
    expect(replayTrace({ keys: new Uint32Array(0) }, { policy: lru, capacity: 1 }).requests).toBe(0)
    const keys = Uint32Array.of(1)
    expect(() => replayTrace({ keys }, { policy: lru, capacity: 0 })).toThrow('at least one')
    expect(() => replayTrace({ keys }, { policy: { policy: 'sive' }, capacity: 1 })).toThrow(
      'did you mean sieve',
    )
  })
})

/** These draw random numbers from a stream that is named after who uses them. */
const samples = new Set(['random', 'hyperbolic', 'lhd', 'lecar', 'cacheus', 'miniature-selector'])
