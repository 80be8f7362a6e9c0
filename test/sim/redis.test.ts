import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '#core/cache/entry.ts'
import { createRedis } from '#sim/redis.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const redis = () => createRedis(smallScenario(), 0)
const key = { tenant: 1, key: 7 }
const entryOf = (version: number, expiresAt = Number.POSITIVE_INFINITY): Entry => ({
  ...key,
  version,
  sizeBytes: 100,
  expiresAt,
  value: undefined,
})

describe('the simulated shared cache', () => {
  it('never goes back to an older version, whatever is set and outdated', () => {
    const operation = fc.record({ isSet: fc.boolean(), version: fc.integer({ min: 1, max: 9 }) })
    fc.assert(
      fc.property(fc.array(operation), (operations) => {
        const cache = redis()
        let highest = 0
        for (const { isSet, version } of operations) {
          highest = Math.max(highest, version)
          if (isSet) expect(cache.set(entryOf(version), 0)).toBe(highest)
          else cache.outdate(key, version, 0)
          expect(cache.version(key, 0)).toBe(highest)
          const held = cache.get(key, 0)
          if (held !== undefined) expect(held.version).toBe(highest)
        }
      }),
    )
  })

  it('tells of entries that expire when asked for, when looked for, and when they are evicted', () => {
    const cache = createRedis(smallScenario({ redis: { capacity: '250 B' } }), 0)
    const left: unknown[] = []
    cache.left = (gone) => void left.push(gone)
    const of = (number: number, expiresAt = 100) => ({ ...entryOf(1, expiresAt), key: number })
    cache.set(of(1, 10), 0)
    cache.expire(of(1), 9)
    cache.get(of(1), 9)
    expect(left).toEqual([])
    cache.get(of(1), 10)
    cache.set(of(2, 20), 10)
    cache.expire(of(2), 20)
    expect(left).toMatchObject([
      { tenant: 1, key: 1 },
      { tenant: 1, key: 2 },
    ])
    for (const number of [3, 4, 5]) cache.set(of(number), 30)
    expect(left[2]).toEqual({ tenant: 1, key: 3 })
    expect(left).toHaveLength(3)
  })

  it('gives an entry with the key it was set for until it expires', () => {
    const cache = redis()
    cache.set(entryOf(1, 50), 0)
    expect(cache.get(key, 49)).toMatchObject({ ...key, version: 1, sizeBytes: 100 })
    expect(cache.get(key, 50)).toBeUndefined()
  })

  it('drops outdated copies, refuses to take them again and takes the new one', () => {
    const cache = redis()
    cache.set(entryOf(1), 0)
    cache.outdate(key, 2, 0)
    expect(cache.get(key, 0)).toBeUndefined()
    expect(cache.set(entryOf(1), 0)).toBe(2)
    expect(cache.get(key, 0)).toBeUndefined()
    expect(cache.set(entryOf(2), 0)).toBe(2)
    expect(cache.get(key, 0)?.version).toBe(2)
  })

  it('keeps a copy that is as new as what outdates it', () => {
    const cache = redis()
    cache.set(entryOf(2), 0)
    cache.outdate(key, 2, 0)
    expect(cache.get(key, 0)?.version).toBe(2)
  })

  it('keeps equal keys of two tenants apart', () => {
    const cache = redis()
    cache.set(entryOf(3), 0)
    expect(cache.get({ tenant: 2, key: 7 }, 0)).toBeUndefined()
    expect(cache.version({ tenant: 2, key: 7 }, 0)).toBe(0)
  })

  it('serves operations of a channel one after the other and counts the time', () => {
    const cache = redis()
    const answers = Array.from({ length: 50 }, () => cache.answeredAt(1, 0))
    const serviceMs = cache.busyMs / 50
    expect(cache.operations).toBe(50)
    expect(serviceMs).toBeGreaterThan(0)
    for (const [index, at] of answers.entries()) expect(at).toBeGreaterThan((index + 1) * serviceMs)
  })
})
