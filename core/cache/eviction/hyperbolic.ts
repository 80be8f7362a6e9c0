import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'
import { SlotSample } from '#core/collections/slot-sample.ts'
import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'

/**
 * Hyperbolic caching: an entry's priority is its requests a unit of time since it came in; the lowest of a sample leaves.
 *
 * Source      Blankstein, Sen, Freedman: Hyperbolic caching. USENIX ATC 2017, section 3 (p = n / t, sampling)
 * Parameters  samples, entries that are compared at an eviction
 * State       request count and time of entry of each resident; time counts requests
 * Cost        hit O(1); evict O(samples)
 * Deviates    cost and size do not weigh in (the basic form); a newcomer starts with priority 1
 */
export const hyperbolic = policyFamily<EvictionContext, Eviction>('eviction')(
  'hyperbolic',
  { source: 'Blankstein, Sen, Freedman, USENIX ATC 2017', cost: 'O(samples)' },
  { samples: count({ min: 1, max: 4096, default: 64, meaning: 'entries that are compared at an eviction' }) },
  ({ samples }, { slots, forget, random }) => {
    const residents = new SlotSample(slots)
    const requests = new SlotNumbers(slots)
    const enteredAt = new SlotNumbers(slots)
    let now = 0

    return {
      hit(slot) {
        now++
        requests.set(slot, requests.get(slot) + 1)
      },
      insert(slot) {
        now++
        residents.add(slot)
        requests.set(slot, 1)
        enteredAt.set(slot, now)
      },
      evict() {
        let victim = -1
        let lowest = Infinity
        for (let i = 0; i < samples && residents.count > 0; i++) {
          const slot = residents.draw(random)
          const priority = requests.get(slot) / (now + 1 - enteredAt.get(slot))
          if (priority >= lowest) continue
          victim = slot
          lowest = priority
        }
        if (victim < 0) return -1
        residents.remove(victim)
        forget(victim)
        return victim
      },
      remove: (slot) => residents.remove(slot),
    }
  },
)
