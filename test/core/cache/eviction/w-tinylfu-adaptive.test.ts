import { describe, expect, it } from 'vitest'
import { wTinylfu } from '#core/cache/eviction/w-tinylfu.ts'
import { wTinylfuAdaptive } from '#core/cache/eviction/w-tinylfu-adaptive.ts'
import { windowAndMain } from '#core/cache/eviction/window-and-main.ts'
import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { policyFamily } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { hitsOf, slotCache } from './slot-cache.ts'

/** New keys all the time, each asked for again a few times soon after: recency is all that counts. */
function bursts(length: number): number[] {
  const random = stream(5, 'bursts')
  return Array.from({ length }, (_, index) => Math.floor(index / 5) - Math.floor(40 * random() * random()))
}

describe('w-tinylfu-adaptive', () => {
  it('opens the window where recency counts, and hits more than the fixed one', () => {
    const keys = bursts(40_000)
    const adaptive = hitsOf(
      slotCache(wTinylfuAdaptive, { capacity: 60, parameters: { windowRatio: 0.01 } }),
      keys,
    )
    const fixed = hitsOf(slotCache(wTinylfu, { capacity: 60 }), keys)
    expect(adaptive).toBeGreaterThan(1.5 * fixed)
  })

  it('helps on both sides of a change of phase: no fixed window is as good in both', () => {
    // Popularity first, hidden in a scan; then new keys that are asked for again soon.
    const random = stream(6, 'phases')
    const popular = Array.from({ length: 60_000 }, (_, index) =>
      index % 2 === 0 ? Math.floor(100 * random() * random()) : 1_000_000 + index,
    )
    const phases = [popular, bursts(60_000).map((key) => 10_000_000 + key)]
    const missesOf = (windowRatio: number, samplePeriod: number) => {
      const cache = slotCache(wTinylfuAdaptive, { capacity: 60, parameters: { windowRatio, samplePeriod } })
      return phases.map((keys) => keys.length - hitsOf(cache, keys))
    }
    const never = 1e9
    const [small, large] = [missesOf(0.01, never), missesOf(0.9, never)]
    const adaptive = missesOf(0.01, 10)
    const total = (misses: readonly number[]) => misses.reduce((sum, one) => sum + one, 0)
    expect(small[0]).toBeLessThan(large[0]!)
    expect(large[1]).toBeLessThan(small[1]!)
    expect(total(adaptive)).toBeLessThan(Math.min(total(small), total(large)))
  })

  it('decides as a fixed window until the first step', () => {
    const keys = bursts(300)
    const fixedWindow = policyFamily<EvictionContext, Eviction>('eviction')(
      'fixed-window',
      { source: '', cost: '' },
      {},
      (_, context) => windowAndMain(context, 0.01, 'probation'),
    )
    const adaptive = slotCache(wTinylfuAdaptive, { capacity: 60, parameters: { samplePeriod: 1000 } })
    const fixed = slotCache(fixedWindow, { capacity: 60 })
    for (const key of keys) expect(adaptive.request(key)).toEqual(fixed.request(key))
  })
})
