import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FrequencyList } from '#core/collections/frequency-list.ts'

const step = fc.record({ slot: fc.nat(9), isRemoval: fc.boolean() })

it('has the slot first that a sorted list has first', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), fc.nat(10), (steps, expected) => {
      const fast = new FrequencyList(expected)
      let slow: { slot: number; count: number; since: number }[] = []
      let now = 0
      for (const { slot, isRemoval } of steps) {
        now++
        const one = slow.find((entry) => entry.slot === slot)
        if (one === undefined) {
          fast.add(slot)
          slow.push({ slot, count: 1, since: now })
        } else if (isRemoval && now % 3 === 0) {
          fast.remove(slot)
          slow = slow.filter((entry) => entry.slot !== slot)
        } else {
          fast.count(slot)
          one.count++
          one.since = now
        }
        slow = slow.toSorted((a, b) => a.count - b.count || a.since - b.since)
        expect(fast.first()).toBe(slow[0]?.slot ?? -1)
        for (const { slot, count } of slow) expect(fast.frequencyOf(slot)).toBe(count)
      }
    }),
    { numRuns: 300 },
  )
})
