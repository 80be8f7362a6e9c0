import { describe, expect, it } from 'vitest'
import { adaptSize } from '#core/cache/admission/adapt-size.ts'
import { always } from '#core/cache/admission/always.ts'
import type { Admission, AdmissionContext } from '#core/cache/admission.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import { stream } from '#core/random.ts'

/** Hits of an LRU cache of 500 bytes: small popular objects among large ones that are asked for once. */
function hits(admission: Admission): number {
  const random = stream(9, 'requests')
  let order: { key: number; size: number }[] = []
  let used = 0
  let count = 0
  for (let i = 0; i < 8000; i++) {
    const isSmall = random() < 0.7
    const key = isSmall ? Math.floor(300 * random() ** 2) : 1000 + i
    const size = isSmall ? 5 : 200
    admission.request(keyHash(key), size)
    const found = order.find((one) => one.key === key)
    if (found !== undefined) {
      count++
      order = [found, ...order.filter((one) => one !== found)]
    } else if (admission.admits(keyHash(key), size, -1)) {
      order.unshift({ key, size })
      used += size
      while (used > 500) used -= order.pop()!.size
    }
  }
  return count
}

const context = (): AdmissionContext => ({ capacity: 500, entries: 50, random: stream(1, 'admission') })

describe('adapt-size', () => {
  it('learns to keep large objects out, and hits far more than a cache that admits all', () => {
    const tuned = hits(adaptSize.create({ period: 1000, memory: 0.3 }, context()))
    expect(tuned).toBeGreaterThan(1.5 * hits(always.create({}, context())))
  })

  it('weighs earlier periods by its memory', () => {
    const admits = (memory: number) => {
      const admission = adaptSize.create({ period: 1000, memory }, context())
      for (let i = 0; i < 1000; i++) admission.request(keyHash(i % 200), 5)
      // From now on only ten large objects are asked for, which are rarer if the small ones still count.
      for (let i = 0; i < 9000; i++) admission.request(keyHash(1000 + (i % 10)), 200)
      let admitted = 0
      for (let i = 0; i < 1000; i++) if (admission.admits(keyHash(1000), 200, -1)) admitted++
      return admitted
    }
    expect(Math.abs(admits(0.3) - admits(1))).toBeGreaterThan(50)
  })

  it('admits everything before its first tuning', () => {
    const admission = adaptSize.create({ period: 1000, memory: 0.3 }, context())
    expect(admission.admits(1, 1e12, -1)).toBe(true)
  })
})
