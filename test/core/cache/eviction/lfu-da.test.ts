import { it } from 'vitest'
import { lfuDa } from '#core/cache/eviction/lfu-da.ts'
import { expectAgreement } from './agreement.ts'

it('evicts the least count plus age, of those the one not used for longest', () => {
  expectAgreement(lfuDa, (capacity) => {
    let held: { key: number; count: number; priority: number; usedAt: number }[] = []
    let now = 0
    let age = 0
    return {
      request(key) {
        now++
        let one = held.find((entry) => entry.key === key)
        if (one === undefined) {
          if (held.length === capacity) {
            held = held.toSorted((a, b) => a.priority - b.priority || a.usedAt - b.usedAt)
            age = held.shift()!.priority
          }
          one = { key, count: 0, priority: 0, usedAt: 0 }
          held.push(one)
        }
        one.count++
        one.priority = age + one.count
        one.usedAt = now
      },
      keys: () => held.map(({ key }) => key),
    }
  })
})
