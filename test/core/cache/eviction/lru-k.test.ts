import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lruK } from '#core/cache/eviction/lru-k.ts'
import { slotCache } from './slot-cache.ts'

/** Figure 2.1 of the paper, word by word: HIST with the latest first and 0 for none, LAST, a search through all pages. */
function figure21(capacity: number, k: number, period: number) {
  const hist = new Map<number, number[]>()
  const last = new Map<number, number>()
  let residents: number[] = []
  let t = 0
  return (p: number): number[] => {
    t++
    const evicted: number[] = []
    const times = hist.get(p) ?? Array.from({ length: k }, () => 0)
    hist.set(p, times)
    if (residents.includes(p)) {
      if (t - last.get(p)! > period) {
        const correlated = last.get(p)! - times[0]!
        for (let i = k - 1; i > 0; i--) times[i] = times[i - 1] === 0 ? 0 : times[i - 1]! + correlated
        times[0] = t
      }
      last.set(p, t)
      return evicted
    }
    if (residents.length === capacity) {
      const eligible = residents.filter((q) => t - last.get(q)! > period)
      const order = (eligible.length > 0 ? eligible : residents).toSorted(
        (a, b) => hist.get(a)![k - 1]! - hist.get(b)![k - 1]! || last.get(a)! - last.get(b)!,
      )
      evicted.push(order[0]!)
      residents = residents.filter((one) => one !== order[0])
    }
    residents.push(p)
    times.unshift(t)
    times.pop()
    last.set(p, t)
    return evicted
  }
}

/** All references of every key for ever; history is cut only where the policy says so. */
function obvious(capacity: number, k: number, historyRatio: number) {
  const times = new Map<number, number[]>()
  let residents: number[] = []
  let ghosts: number[] = []
  let now = 0
  const last = (key: number, n: number) => times.get(key)!.at(-n) ?? 0
  return (key: number): number[] => {
    const evicted: number[] = []
    if (!residents.includes(key)) {
      ghosts = ghosts.filter((one) => one !== key)
      if (residents.length === capacity) {
        const order = residents.toSorted((a, b) => last(a, k) - last(b, k) || last(a, 1) - last(b, 1))
        const victim = order[0]!
        residents = residents.filter((one) => one !== victim)
        ghosts.push(victim)
        evicted.push(victim)
        while (ghosts.length > historyRatio * capacity) times.delete(ghosts.shift()!)
      }
      residents.push(key)
    }
    times.set(key, [...(times.get(key) ?? []), ++now])
    return evicted
  }
}

describe('lru-k', () => {
  it('evicts what a list of all references says, with ghosts and without', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(0, 0.5, 1, 2),
        fc.array(fc.nat(9), { maxLength: 80 }),
        (capacity, k, historyRatio, keys) => {
          const cache = slotCache(lruK, { capacity, parameters: { k, historyRatio } })
          const reference = obvious(capacity, k, historyRatio)
          for (const key of keys) expect(cache.request(key).evicted).toEqual(reference(key))
        },
      ),
    )
  })

  it('follows Figure 2.1 of the paper with any correlated reference period', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 6 }),
        fc.array(fc.nat(9), { maxLength: 80 }),
        (capacity, k, correlatedPeriod, keys) => {
          const cache = slotCache(lruK, { capacity, parameters: { k, historyRatio: 16, correlatedPeriod } })
          const reference = figure21(capacity, k, correlatedPeriod)
          for (const key of keys) expect(cache.request(key).evicted).toEqual(reference(key))
        },
      ),
    )
  })

  it('does not take a burst of references for popularity, with a correlated reference period', () => {
    const keysWith = (correlatedPeriod: number) => {
      const cache = slotCache(lruK, { capacity: 3, parameters: { correlatedPeriod } })
      for (const key of [1, 9, 9, 9, 1, 3, 3, 3, 9, 9, 9, 5]) cache.request(key)
      return cache.keys.toSorted((a, b) => a - b)
    }
    expect(keysWith(0)).toEqual([3, 5, 9])
    expect(keysWith(2)).toEqual([1, 5, 9])
  })

  it('keeps pages that were used twice when a scan passes by (section 1.1 of the paper)', () => {
    const cache = slotCache(lruK, { capacity: 4 })
    for (const key of [1, 2, 1, 2]) cache.request(key)
    for (let key = 10; key < 100; key++) cache.request(key)
    expect(cache.keys).toEqual(expect.arrayContaining([1, 2]))
  })

  it('forgets a removed entry at once', () => {
    const cache = slotCache(lruK, { capacity: 2 })
    for (const key of [1, 1, 2]) cache.request(key)
    cache.remove(1)
    for (const key of [1, 2]) cache.request(key)
    expect(cache.request(3).evicted).toEqual([1])
  })
})
