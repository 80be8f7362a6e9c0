import fc from 'fast-check'
import { expect, it } from 'vitest'
import { copyAsTold } from '#core/cache/copy.ts'
import { createTiers, type Tiers } from '#core/cache/node/tiers.ts'

const entry = (key: number, version: number) => ({
  tenant: 0,
  key,
  version,
  sizeBytes: 1,
  expiresAt: Number.POSITIVE_INFINITY,
  value: version,
})
const tiers = () => createTiers({ l1CapacityCount: 2, l2CapacityCount: 4, eviction: { policy: 'lru' } })

it('what was written is found in L2 first and then in L1', () => {
  const cache = tiers()
  cache.fillByWrite(entry(1, 1))
  expect(cache.find(entry(1, 0), 0)?.level).toBe(2)
  expect(cache.find(entry(1, 0), 0)?.level).toBe(1)
})

it('a written copy replaces an older one that was read', () => {
  const cache = tiers()
  cache.fillByRead(copyAsTold(entry(1, 1)))
  cache.fillByWrite(entry(1, 2))
  expect(cache.find(entry(1, 0), 0)?.entry.version).toBe(2)
})

it('an announced version drops older copies and refuses them from then on, but not itself', () => {
  const cache = tiers()
  cache.fillByRead(copyAsTold(entry(1, 1)))
  cache.invalidate(entry(1, 0), 2)
  expect(cache.find(entry(1, 0), 0)).toBeUndefined()
  cache.fillByRead(copyAsTold(entry(1, 1)))
  expect(cache.find(entry(1, 0), 0)).toBeUndefined()
  cache.fillByRead(copyAsTold(entry(1, 2)))
  expect(cache.find(entry(1, 0), 0)?.entry.version).toBe(2)
  cache.check()
})

it('a message that comes late or twice changes nothing', () => {
  const cache = tiers()
  cache.fillByRead(copyAsTold(entry(1, 3)))
  cache.invalidate(entry(1, 0), 2)
  cache.invalidate(entry(1, 0), 3)
  expect(cache.find(entry(1, 0), 0)?.entry.version).toBe(3)
})

const room = { l1CapacityCount: 2, l2CapacityCount: 3, eviction: { policy: 'lru' } }
const key = (key: number) => ({ tenant: 0, key })
/** In which levels keys are, as a read would find them: asked without a hit by a second look. */
const levelOf = (cache: Tiers, own: number) => cache.find(key(own), 0)?.level

it('independent levels: a read fills L1 only, and what leaves it is gone', () => {
  const gone: number[] = []
  const cache = createTiers({ ...room, evicted: (own) => gone.push(own) })
  for (const own of [1, 2, 3]) cache.fillByRead(copyAsTold(entry(own, 1)))
  expect([1, 2, 3].map((own) => levelOf(cache, own))).toEqual([undefined, 1, 1])
  expect(gone).toEqual([1])
})

it('inclusive levels: a read fills both, and what leaves L2 leaves L1', () => {
  const gone: number[] = []
  const cache = createTiers({ ...room, inclusion: 'inclusive', evicted: (own) => gone.push(own) })
  for (const own of [1, 2, 3]) cache.fillByRead(copyAsTold(entry(own, 1)))
  expect(levelOf(cache, 1)).toBe(2)
  // Hits in L1 are none in L2, so 1, the oldest there, leaves both.
  expect(levelOf(cache, 1)).toBe(1)
  cache.fillByWrite(entry(4, 1))
  expect(gone).toEqual([2])
  cache.fillByWrite(entry(5, 1))
  cache.fillByWrite(entry(6, 1))
  expect([1, 3].map((own) => levelOf(cache, own))).toEqual([undefined, undefined])
})

it('exclusive levels: what leaves L1 goes to L2, and what is read there moves up', () => {
  const gone: number[] = []
  const cache = createTiers({ ...room, inclusion: 'exclusive', evicted: (own) => gone.push(own) })
  for (const own of [1, 2, 3, 4, 5]) cache.fillByRead(copyAsTold(entry(own, 1)))
  expect(gone).toEqual([])
  // Five keys in 2 + 3 places: 1 moves up, 4 makes room for it.
  expect([levelOf(cache, 1), levelOf(cache, 1), levelOf(cache, 5), levelOf(cache, 4)]).toEqual([2, 1, 1, 2])
  cache.fillByRead(copyAsTold(entry(6, 1)))
  expect(gone).toHaveLength(1)
  cache.check()
})

it('whatever happens, an exclusive cache holds as many keys as both levels have places', () => {
  const act = fc.record({
    does: fc.constantFrom('read', 'write', 'find', 'drop'),
    own: fc.integer({ min: 0, max: 9 }),
  })
  fc.assert(
    fc.property(
      fc.constantFrom('inclusive', 'exclusive'),
      fc.array(act, { maxLength: 80 }),
      (inclusion, acts) => {
        const held = new Set<number>()
        const cache = createTiers({ ...room, inclusion, evicted: (own) => held.delete(own) })
        let version = 1
        for (const { does, own } of acts) {
          if (does === 'find') cache.find(key(own), 0)
          else if (does === 'drop') {
            cache.drop(key(own))
            held.delete(own)
          } else {
            if (does === 'read') cache.fillByRead(copyAsTold(entry(own, version)))
            else {
              cache.invalidate(key(own), ++version)
              cache.fillByWrite(entry(own, version))
            }
            if (cache.holds(key(own), 0)) held.add(own)
          }
          for (let one = 0; one < 10; one++) expect(cache.holds(key(one), 0)).toBe(held.has(one))
          expect(held.size).toBeLessThanOrEqual(inclusion === 'exclusive' ? 5 : 3)
        }
        cache.check()
      },
    ),
    { seed: 5, numRuns: 150 },
  )
})

it('knows the highest version that it has heard of, and refuses what is older until it forgets all', () => {
  const cache = tiers()
  expect(cache.floor(key(1))).toBe(1)
  expect([cache.invalidate(key(1), 3), cache.invalidate(key(1), 3), cache.invalidate(key(1), 2)]).toEqual([
    true,
    false,
    false,
  ])
  cache.clear()
  expect(cache.floor(key(1))).toBe(3)
  cache.fillByRead(copyAsTold(entry(1, 2)))
  cache.fillByWrite(entry(1, 2))
  expect(cache.holds(key(1), 0)).toBe(false)
  cache.forget()
  expect(cache.floor(key(1))).toBe(1)
})

it('a key that is dropped may come back with its version', () => {
  const cache = tiers()
  cache.fillByRead(copyAsTold(entry(1, 2)))
  cache.drop(key(1))
  expect(levelOf(cache, 1)).toBeUndefined()
  cache.fillByRead(copyAsTold(entry(1, 2)))
  expect(levelOf(cache, 1)).toBe(1)
})

it('what an admission policy refuses does not come in', () => {
  const cache = createTiers({ ...room, admission: { policy: 'size-threshold', sizeMax: 0 } })
  cache.fillByRead(copyAsTold(entry(1, 1)))
  expect(levelOf(cache, 1)).toBeUndefined()
})

it('bounds memory in bytes as well', () => {
  const cache = createTiers({ ...room, l1CapacityCount: 100, l1MemoryBytes: 3 })
  for (const own of [1, 2, 3, 4]) cache.fillByRead(copyAsTold(entry(own, 1)))
  expect([1, 2, 3, 4].map((own) => levelOf(cache, own))).toEqual([undefined, 1, 1, 1])
})

it('with parts for tenants, the fills of one evict nothing of another, in neither level', () => {
  const share = {
    isEnabled: true,
    divides: { policy: 'even' },
    sizing: { policy: 'mattson' },
    leastRatio: 0,
    periodMs: 1e9,
  }
  const sharing = { share, tenants: 2, clock: { now: 0 } }
  const held = (isShared: boolean) => {
    const cache = createTiers({
      l1CapacityCount: 4,
      l2CapacityCount: 4,
      eviction: { policy: 'lru' },
      sharing: isShared ? sharing : undefined,
    })
    cache.fillByRead(copyAsTold(entry(1, 1)))
    cache.fillByWrite(entry(2, 1))
    for (let own = 10; own < 30; own++) {
      cache.fillByRead(copyAsTold({ ...entry(own, 1), tenant: 1 }))
      cache.fillByWrite({ ...entry(own + 100, 1), tenant: 1 })
    }
    return [cache.holds(key(1), 0), cache.holds(key(2), 0)]
  }
  expect([held(false), held(true)]).toEqual([
    [false, false],
    [true, true],
  ])
})
