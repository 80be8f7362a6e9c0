import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evictionPolicies } from '#core/cache/eviction.ts'
import { createStore } from '#core/cache/store.ts'
import { slotCache } from '../core/cache/eviction/slot-cache.ts'

const policyOf = (name: string) => evictionPolicies.find((member) => member.name === name)!

const step = fc.record({
  key: fc.nat(19),
  what: fc.constantFrom('get', 'get', 'get', 'get', 'get', 'put', 'remove'),
})
const steps = fc.array(step, { maxLength: 200 })

const entry = (key: number, sizeBytes: number) => ({
  tenant: 0,
  key,
  version: 1,
  sizeBytes,
  expiresAt: 1_000,
  value: key,
})

const tellsVictim = (name: string) => slotCache(policyOf(name), { capacity: 2 }).victim() !== undefined

/** What every eviction policy promises to the store. */
export function evictionContract(name: string): void {
  const eviction = { policy: name }
  const sizeOf = (key: number) => 1 + ((key * 5) % 7)

  /** A store with bounds in entries, or in bytes too; it checks itself after each step. */
  function runStore(capacityBytes: number, given: readonly { key: number; what: string }[]): string {
    const store = createStore({ capacityCount: 6, capacityBytes, eviction })
    const hits: boolean[] = []
    for (const { key, what } of given) {
      if (what === 'remove') store.remove(key)
      else {
        const isHit = what === 'get' && store.find(key, 0) >= 0
        hits.push(isHit)
        if (!isHit) {
          const isStored = store.put(entry(key, capacityBytes > 0 ? sizeOf(key) : 1))
          expect(store.peek(key) >= 0 || !isStored).toBe(true)
        }
      }
      store.check()
    }
    return hits.join()
  }

  describe(`the eviction policy ${name}`, () => {
    it('keeps a store within its entries, with as many ghosts as it said, and decides the same way again', () => {
      fc.assert(
        fc.property(steps, (given) => {
          expect(runStore(0, given)).toBe(runStore(0, given))
        }),
        { numRuns: 60 },
      )
    })

    it('keeps a store within its bytes', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 30 }), steps, (capacityBytes, given) => {
          const store = createStore({ capacityCount: 1_000, capacityBytes, eviction })
          for (const { key, what } of given) {
            if (what === 'remove') store.remove(key)
            else if (store.find(key, 0) < 0) store.put(entry(key, sizeOf(key)))
            expect(store.usedBytes).toBeLessThanOrEqual(capacityBytes)
          }
        }),
        { numRuns: 60 },
      )
    })

    it('gives up what is resident, and forgets each slot once', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 12 }), steps, (capacity, given) => {
          const cache = slotCache(policyOf(name), { capacity })
          for (const { key, what } of given) {
            if (what === 'remove') cache.remove(key)
            else cache.request(key)
            expect(cache.keys.length).toBeLessThanOrEqual(capacity)
          }
        }),
        { numRuns: 60 },
      )
    })

    it('tells, if it tells at all, the victim that leaves next', () => {
      if (!tellsVictim(name)) return
      fc.assert(
        fc.property(steps, (given) => {
          const cache = slotCache(policyOf(name), { capacity: 6 })
          for (const { key, what } of given) {
            if (what === 'remove') cache.remove(key)
            else {
              const isFull = cache.keys.length === 6
              const told = cache.victim()
              const { isHit, evicted } = cache.request(key)
              if (isFull && !isHit) expect(evicted).toEqual([told])
            }
          }
        }),
        { numRuns: 60 },
      )
    })

    it('keeps all while there is room', () => {
      const store = createStore({ capacityCount: 40, eviction })
      for (let key = 0; key < 10; key++) store.put(entry(key, 1))
      for (let key = 0; key < 10; key++) expect(store.find(key, 0)).toBeGreaterThanOrEqual(0)
    })

    it('fills again after everything was removed', () => {
      const store = createStore({ capacityCount: 5, eviction })
      for (let round = 0; round < 3; round++) {
        for (let key = 0; key < 30; key++) {
          if (store.find(key % 11, 0) < 0) store.put(entry(key % 11, 1))
          store.check()
        }
        store.clear()
        expect(store.count).toBe(0)
      }
    })
  })
}
