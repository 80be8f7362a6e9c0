import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evictionPolicies } from '#core/cache/eviction.ts'
import { createNamedStore } from '#core/cache/named-store.ts'
import { createStore } from '#core/cache/store.ts'

interface Page {
  readonly sizeBytes: number
  readonly expiresAt: number
  readonly body: string
}

const step = fc.record({
  key: fc.nat(14),
  sizeBytes: fc.integer({ min: 1, max: 12 }),
  ttl: fc.integer({ min: 1, max: 40 }),
  what: fc.constantFrom('get', 'get', 'get', 'set', 'set', 'delete'),
})
const steps = fc.array(step, { maxLength: 150 })
const nameOf = (key: number) => `page:${key}`

/** The order of a Map is the order of last use. */
function plainLru(capacityBytes: number, capacityCount: number) {
  const held = new Map<string, Page>()
  const usedBytes = () => [...held.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return {
    get(name: string, now: number): Page | undefined {
      const page = held.get(name)
      held.delete(name)
      if (page === undefined || page.expiresAt <= now) return undefined
      held.set(name, page)
      return page
    },
    set(name: string, page: Page): boolean {
      held.delete(name)
      if (page.sizeBytes > capacityBytes) return false
      while (usedBytes() + page.sizeBytes > capacityBytes || held.size === capacityCount)
        held.delete([...held.keys()][0]!)
      held.set(name, page)
      return true
    },
    delete: (name: string) => held.delete(name),
    usedBytes,
    count: () => held.size,
  }
}

it.each([3, Infinity])(
  'keeps what a plain Map in order of use keeps, at most %d entries',
  (capacityCount) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), steps, (capacityBytes, given) => {
        const store = createNamedStore<Page>({ capacityBytes, capacityCount, eviction: { policy: 'lru' } })
        const plain = plainLru(capacityBytes, capacityCount)
        for (const [now, { key, sizeBytes, ttl, what }] of given.entries()) {
          const name = nameOf(key)
          if (what === 'get') expect(store.get(name, now)).toBe(plain.get(name, now))
          else if (what === 'delete') expect(store.delete(name)).toBe(plain.delete(name))
          else {
            const page = { sizeBytes, expiresAt: now + ttl, body: `${now}` }
            expect(store.set(name, page)).toBe(plain.set(name, page))
          }
          expect(store.count).toBe(plain.count())
          expect(store.usedBytes).toBe(plain.usedBytes())
          store.check()
        }
      }),
      { numRuns: 200 },
    )
  },
)

describe.each(evictionPolicies.map(({ name }) => name))('a store by name with %s', (policy) => {
  it('keeps its bounds and gives back nothing but what was set last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), steps, (capacityBytes, given) => {
        const store = createNamedStore<Page>({ capacityBytes, eviction: { policy } })
        const latest = new Map<string, Page>()
        for (const [now, { key, sizeBytes, ttl, what }] of given.entries()) {
          const name = nameOf(key)
          if (what === 'delete') {
            store.delete(name)
            latest.delete(name)
          } else if (what === 'set') {
            const page = { sizeBytes, expiresAt: now + ttl, body: `${now}` }
            latest.set(name, page)
            if (!store.set(name, page)) latest.delete(name)
          } else {
            const page = store.get(name, now)
            if (page !== undefined) expect(page).toBe(latest.get(name))
            if (page !== undefined) expect(page.expiresAt).toBeGreaterThan(now)
          }
          store.check()
        }
      }),
      { numRuns: 25 },
    )
  })
})

it.each(['lru', 'sieve', 's3-fifo', 'arc', 'lirs', 'gdsf'])(
  'decides with %s as the store by number does',
  (policy) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), steps, (capacityBytes, given) => {
        const eviction = { policy }
        const named = createNamedStore<Page>({ capacityBytes, capacityCount: 1_000, eviction })
        const numbered = createStore({ capacityBytes, capacityCount: 1_000, eviction })
        for (const { key, what, sizeBytes } of given) {
          if (what === 'delete') expect(named.delete(nameOf(key))).toBe(numbered.remove(key))
          else {
            const page = named.get(nameOf(key), 0)
            expect(page !== undefined).toBe(numbered.find(key, 0) >= 0)
            if (page !== undefined) continue
            named.set(nameOf(key), { sizeBytes, expiresAt: 1, body: '' })
            numbered.put({ tenant: 0, key, version: 1, sizeBytes, expiresAt: 1, value: '' })
          }
        }
      }),
      { numRuns: 60 },
    )
  },
)

it('refuses a policy that does not exist', () => {
  expect(() => createNamedStore({ capacityBytes: 10, eviction: { policy: 'none' } })).toThrow(
    'unknown policy',
  )
})
