import { describe, expect, it } from 'vitest'
import { wTinylfu } from '#core/cache/eviction/w-tinylfu.ts'
import { wTinylfuAdaptive } from '#core/cache/eviction/w-tinylfu-adaptive.ts'
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

  it('decides as the fixed one until the first step', () => {
    const keys = bursts(300)
    const adaptive = slotCache(wTinylfuAdaptive, { capacity: 60, parameters: { samplePeriod: 1000 } })
    const fixed = slotCache(wTinylfu, { capacity: 60 })
    for (const key of keys) expect(adaptive.request(key)).toEqual(fixed.request(key))
  })
})
