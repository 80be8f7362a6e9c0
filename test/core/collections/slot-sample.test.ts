import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SlotSample } from '#core/collections/slot-sample.ts'
import { stream } from '#core/random.ts'

describe('a sample of slots', () => {
  it('holds just what was added and not removed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 100 }), (slots) => {
        const sample = new SlotSample(1)
        const set = new Set<number>()
        for (const slot of slots) {
          if (set.delete(slot)) sample.remove(slot)
          else {
            set.add(slot)
            sample.add(slot)
          }
          expect(sample.count).toBe(set.size)
        }
        for (let slot = -1; slot < 45; slot++) expect(sample.has(slot)).toBe(set.has(slot))
      }),
    )
  })

  it('draws each member equally often', () => {
    const sample = new SlotSample(4)
    for (const slot of [3, 5, 7, 9, 11]) sample.add(slot)
    sample.remove(3)
    const random = stream(1, 'draw')
    const counts = new Map<number, number>()
    for (let i = 0; i < 40_000; i++) {
      const slot = sample.draw(random)
      counts.set(slot, (counts.get(slot) ?? 0) + 1)
    }
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([5, 7, 9, 11])
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  it('has nothing to draw when empty', () => {
    expect(new SlotSample(0).draw(() => 0.5)).toBe(-1)
  })
})
