import { it } from 'vitest'
import { gdsf } from '#core/cache/eviction/gdsf.ts'
import { expectAgreement } from './agreement.ts'

const sizeOf = (key: number) => 1 + (key % 4)

it('evicts the least count over size plus age until the newcomer fits', () => {
  expectAgreement(
    gdsf,
    (capacity) => {
      let held: { key: number; count: number; priority: number; usedAt: number }[] = []
      let now = 0
      let age = 0
      const used = () => held.reduce((sum, { key }) => sum + sizeOf(key), 0)
      return {
        request(key) {
          now++
          let one = held.find((entry) => entry.key === key)
          if (one === undefined) {
            if (sizeOf(key) > capacity) return
            while (used() + sizeOf(key) > capacity) {
              held = held.toSorted((a, b) => a.priority - b.priority || a.usedAt - b.usedAt)
              age = held.shift()!.priority
            }
            one = { key, count: 0, priority: 0, usedAt: 0 }
            held.push(one)
          }
          one.count++
          one.priority = age + (one.count * 1e6) / sizeOf(key)
          one.usedAt = now
        },
        keys: () => held.map(({ key }) => key),
      }
    },
    { sizeOf },
  )
})
