import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrequencySketch } from '#core/collections/frequency-sketch.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import { stream } from '#core/random.ts'

describe('a frequency sketch', () => {
  it('never estimates below the true count up to 15', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 150 }), (keys) => {
        const sketch = new FrequencySketch(20)
        const counts = new Map<number, number>()
        for (const key of keys) {
          sketch.increment(keyHash(key))
          counts.set(key, (counts.get(key) ?? 0) + 1)
        }
        for (const [key, count] of counts)
          expect(sketch.estimate(keyHash(key))).toBeGreaterThanOrEqual(Math.min(15, count))
      }),
    )
  })

  it('is exact for nearly all keys when it is not crowded', () => {
    const sketch = new FrequencySketch(1000)
    for (let key = 0; key < 1000; key++) for (let i = 0; i <= key % 4; i++) sketch.increment(keyHash(key))
    let wrong = 0
    for (let key = 0; key < 1000; key++) if (sketch.estimate(keyHash(key)) !== (key % 4) + 1) wrong++
    expect(wrong).toBeLessThan(10)
  })

  it('errs less by conservative update than by adding to all rows', () => {
    const sketch = new FrequencySketch(64)
    const random = stream(1, 'keys')
    const counts = new Map<number, number>()
    for (let i = 0; i < 600; i++) {
      const key = Math.floor(300 * random() ** 3)
      sketch.increment(keyHash(key))
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    let excess = 0
    for (const [key, count] of counts) excess += Math.max(0, sketch.estimate(keyHash(key)) - count)
    // Adding to all rows gives 0.106 on these keys.
    expect(excess / counts.size).toBeLessThan(0.06)
  })

  it('stops at 15', () => {
    const sketch = new FrequencySketch(100)
    for (let i = 0; i < 40; i++) sketch.increment(7)
    expect(sketch.estimate(7)).toBe(15)
  })

  it('halves every count, rounding down, after ten times its capacity', () => {
    const sketch = new FrequencySketch(2)
    for (let i = 0; i < 9; i++) sketch.increment(1)
    for (let i = 0; i < 10; i++) sketch.increment(2)
    expect([sketch.estimate(1), sketch.estimate(2)]).toEqual([9, 10])
    sketch.increment(2)
    expect([sketch.estimate(1), sketch.estimate(2)]).toEqual([4, 5])
  })

  it('keeps every estimate when it grows', () => {
    const sketch = new FrequencySketch(64)
    for (let key = 0; key < 200; key++) sketch.increment(keyHash(key % 50))
    const before = Array.from({ length: 50 }, (_, key) => sketch.estimate(keyHash(key)))
    sketch.ensure(5000)
    expect(Array.from({ length: 50 }, (_, key) => sketch.estimate(keyHash(key)))).toEqual(before)
  })
})
