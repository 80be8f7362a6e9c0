import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { RankedSlots } from '#core/collections/ranked-slots.ts'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'
import { log2 } from '#core/math/log-to-base.ts'
import { pow } from '#core/math/pow.ts'
import { policyFamily } from '#core/policy.ts'
import { number } from '#core/schema/number.ts'

/**
 * LRFU: each reference adds a weight that halves every 1/lambda requests; the entry with the lowest sum leaves. Between LFU
 * (lambda = 0) and LRU (lambda = 1).
 *
 * Source      Lee, Choi, Kim, Noh, Min, Cho, Kim: LRFU. IEEE Transactions on Computers 50(12), 2001, equations (1) to (4) there
 * Parameters  lambda, halvings a request, 0 to 1
 * State       combined recency and frequency C of each entry at its last reference t; a heap by log2 C + lambda t, which orders
 *             entries as their present C does and does not change between references
 * Cost        hit and evict O(log n)
 */
export const lrfu = policyFamily<EvictionContext, Eviction>('eviction')(
  'lrfu',
  { source: 'Lee et al., IEEE Transactions on Computers 50(12), 2001', cost: 'O(log n)' },
  { lambda: number({ min: 0, max: 1, default: 0.001, meaning: 'halvings of a weight in one request' }) },
  ({ lambda }, { slots, forget }) => {
    const residents = new RankedSlots(slots)
    const combined = new SlotNumbers(slots)
    const lastUse = new SlotNumbers(slots)
    let now = 0

    function refer(slot: number, before: number): number {
      const faded = before * pow(0.5, lambda * (now - lastUse.get(slot)))
      combined.set(slot, 1 + faded)
      lastUse.set(slot, now)
      return log2(1 + faded) + lambda * now
    }

    return {
      hit(slot) {
        now++
        residents.change(slot, refer(slot, combined.get(slot)), now)
      },
      insert(slot) {
        now++
        residents.add(slot, refer(slot, 0), now)
      },
      evict() {
        const victim = residents.first()
        if (victim < 0) return -1
        residents.remove(victim)
        forget(victim)
        return victim
      },
      remove: (slot) => residents.remove(slot),
    }
  },
)
