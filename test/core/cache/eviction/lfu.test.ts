import { it } from 'vitest'
import { lfu } from '#core/cache/eviction/lfu.ts'
import { expectAgreement } from './agreement.ts'

it('evicts the least count, of those the one that has had it longest', () => {
  expectAgreement(lfu, (capacity) => {
    let held: { key: number; count: number; since: number }[] = []
    let now = 0
    return {
      request(key) {
        now++
        const one = held.find((entry) => entry.key === key)
        if (one !== undefined) {
          one.count++
          one.since = now
          return
        }
        if (held.length === capacity)
          held = held.toSorted((a, b) => a.count - b.count || a.since - b.since).slice(1)
        held.push({ key, count: 1, since: now })
      },
      keys: () => held.map(({ key }) => key),
    }
  })
})
