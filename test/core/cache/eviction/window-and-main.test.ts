import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MainEntrance, type WindowAndMain, windowAndMain } from '#core/cache/eviction/window-and-main.ts'
import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { policyFamily } from '#core/policy.ts'
import { slotCache } from './slot-cache.ts'

function cacheWith(capacity: number, share: number, entrance: MainEntrance = 'probation') {
  let parts: WindowAndMain | undefined
  const policy = policyFamily<EvictionContext, Eviction>('eviction')(
    'parts',
    { source: '', cost: '' },
    {},
    (_, context) => {
      parts = windowAndMain(context, share, entrance)
      return parts
    },
  )
  return { cache: slotCache(policy, { capacity }), parts: parts! }
}

/** The two parts as arrays, front first, with exact counts: right as long as no key is seen more than 15 times. */
function obvious(capacity: number, share: number, entrance: MainEntrance) {
  const windowMax = Math.max(1, Math.floor(share * capacity))
  const mainMax = capacity - windowMax
  const protectedMax = Math.floor(0.8 * mainMax)
  const counts = new Map<number, number>()
  const count = (key: number) => counts.set(key, (counts.get(key) ?? 0) + 1)
  const window: number[] = []
  const probation: number[] = []
  const guarded: number[] = []
  const take = (list: number[], key: number) => list.splice(list.indexOf(key), 1)
  const enter = (key: number) => {
    const isFull = probation.length + 1 > mainMax - protectedMax && guarded.length + 1 <= protectedMax
    const list = entrance === 'segment' && isFull ? guarded : probation
    list.unshift(key)
  }
  const hasRoom = () => probation.length + guarded.length < mainMax
  return (key: number): number[] => {
    const evicted: number[] = []
    const list = [window, probation, guarded].find((one) => one.includes(key))
    if (list !== undefined) {
      count(key)
      take(list, key)
      const to = list === probation ? guarded : list
      to.unshift(key)
      while (guarded.length > protectedMax) probation.unshift(guarded.pop()!)
      return evicted
    }
    if (window.length + probation.length + guarded.length === capacity) {
      while (window.length > 0 && hasRoom()) enter(window.pop()!)
      const candidate = window.at(-1)
      const main = probation.length > 0 ? probation : guarded
      const victim = main.at(-1)
      const mainLoses =
        candidate === undefined || (victim !== undefined && counts.get(candidate)! > counts.get(victim)!)
      if (candidate !== undefined) count(candidate)
      evicted.push((mainLoses ? main : window).pop()!)
      if (mainLoses && candidate !== undefined) enter(window.pop()!)
    }
    count(key)
    window.unshift(key)
    while (window.length > windowMax && hasRoom()) enter(window.pop()!)
    return evicted
  }
}

describe('window and main', () => {
  it('decide as three arrays with exact counts do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(0.01, 0.3, 1),
        fc.constantFrom('probation' as const, 'segment' as const),
        fc.array(fc.nat(40), { maxLength: 90 }),
        (capacity, share, entrance, keys) => {
          const { cache } = cacheWith(capacity, share, entrance)
          const reference = obvious(capacity, share, entrance)
          const seen = new Map<number, number>()
          for (const key of keys) {
            seen.set(key, (seen.get(key) ?? 0) + 1)
            if (seen.get(key)! > 3) continue
            expect(cache.request(key).evicted).toEqual(reference(key))
          }
        },
      ),
    )
  })

  it('keep their promises when the border moves and sizes differ', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(40)), { maxLength: 120 }), (steps) => {
        const { cache, parts } = cacheWith(20, 0.1)
        for (const [key, border] of steps) {
          if (border > 30) parts.resizeWindow(border - 20)
          if (border === 7) cache.remove(key)
          cache.request(key, 1 + (key % 4))
          expect(cache.keys.reduce((total, one) => total + 1 + (one % 4), 0)).toBeLessThanOrEqual(20)
          expect(parts.windowCapacity).toBeGreaterThanOrEqual(1)
          expect(parts.windowCapacity).toBeLessThanOrEqual(20)
        }
      }),
    )
  })

  it('hold one entry at least in the window: a cache of one works', () => {
    const { cache } = cacheWith(1, 0.01)
    expect([1, 1, 2, 2].map((key) => cache.request(key).isHit)).toEqual([false, true, false, true])
  })
})
