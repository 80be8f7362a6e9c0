import { describe, expect, it } from 'vitest'
import { type Prefetch, prefetchLedger, prefetchPolicies } from '#core/cache/prefetch.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'

function requests(): number[] {
  const random = stream(6, 'requests')
  const keys: number[] = []
  while (keys.length < 3000) {
    const start = Math.floor(60 * random()) * 10
    for (let i = 0; i < 6; i++) keys.push(start + i)
  }
  return keys
}

describe.each(prefetchPolicies.map(({ name }) => name))('%s, as every prefetch,', (name) => {
  const created = () => createPolicy<undefined, Prefetch>(prefetchPolicies, { policy: name }, undefined)

  it('guesses whole keys, none twice and never the one that is asked for, and the same ones again', () => {
    const [first, second] = [created(), created()]
    for (const [index, key] of requests().entries()) {
      const guesses = first.request(key, index * 60_000)
      expect(guesses).toEqual(second.request(key, index * 60_000))
      expect(new Set(guesses).size).toBe(guesses.length)
      expect(guesses).not.toContain(key)
    }
  })
})

it('loading runs ahead halves the misses of an LRU cache at least, and the ledger says so', () => {
  const missesWith = (name: string) => {
    const prefetch = createPolicy<undefined, Prefetch>(prefetchPolicies, { policy: name }, undefined)
    const ledger = prefetchLedger()
    const held = new Set<number>()
    const bring = (key: number) => {
      held.delete(key)
      held.add(key)
      if (held.size <= 100) return []
      const oldest = held.values().next().value!
      held.delete(oldest)
      return [oldest]
    }
    for (const key of requests()) {
      ledger.request(key, held.has(key) ? 'hit' : 'miss')
      for (const one of bring(key)) ledger.evict(one)
      for (const one of prefetch.request(key, 0)) if (!held.has(one)) ledger.loadAhead(one, 1, bring(one))
    }
    return ledger
  }
  const ahead = missesWith('sequential')
  expect(ahead.misses).toBeLessThan(0.5 * missesWith('none').misses)
  expect(ahead.coverage).toBeGreaterThan(0.5)
  expect(ahead.useful + ahead.wasted).toBeLessThanOrEqual(ahead.loaded)
  expect(ahead.wasted).toBeGreaterThan(0)
})
