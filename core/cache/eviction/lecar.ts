import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { GhostList } from '#core/collections/ghost-list.ts'
import { LinkedSlots } from '#core/collections/linked-slots.ts'
import { RankedSlots } from '#core/collections/ranked-slots.ts'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'
import { exp } from '#core/math/exp.ts'
import { pow } from '#core/math/pow.ts'
import { policyFamily } from '#core/policy.ts'
import { number, ratio } from '#core/schema/number.ts'

const byRecency = 0
const byFrequency = 1
/** Keeps a weight from vanishing for ever. */
const weightMin = 1e-10

/**
 * LeCaR: two experts, LRU and LFU, each with a weight; an expert is drawn by weight at each eviction, and loses weight when an entry
 * that it sent away is asked for again, the more the sooner.
 *
 * Source      Vietri, Rodriguez, Martinez, Lyons, Liu, Rangaswami, Zhao, Narasimhan: Driving cache replacement with ML-based LeCaR.
 *             HotStorage 2018, Algorithms 1 and 2
 * Parameters  learningRate; discountAtCapacity, what is left of a regret after as many requests as the cache holds units
 * State       residents by last use and by frequency (oldest first among equals); ghosts of each expert, half the
 *             capacity each; none where both agreed
 * Cost        hit and evict O(log n)
 * Deviates    an entry that comes back starts at frequency 1
 */
export const lecar = policyFamily<EvictionContext, Eviction>('eviction')(
  'lecar',
  { source: 'Vietri et al., HotStorage 2018', cost: 'O(log n)', ghosts: (_, entries) => entries + 1 },
  {
    learningRate: number({ min: 0, max: 10, default: 0.45, meaning: 'strength of one regret' }),
    discountAtCapacity: ratio({
      default: 0.005,
      meaning: 'what is left of a regret after capacity requests',
    }),
  },
  ({ learningRate, discountAtCapacity }, { capacity, slots, sizeOf, forget, random }) => {
    const recency = new LinkedSlots(1, slots)
    const frequency = new RankedSlots(slots)
    const histories = [new GhostList(slots), new GhostList(slots)] as const
    const evictedAt = new SlotNumbers(slots)
    const bound = capacity / 2
    let weightOfRecency = 0.5
    let now = 0

    /** An entry that an expert sent away is wanted again: that expert loses weight. */
    function regret(slot: number): void {
      const loss = exp(-learningRate * pow(discountAtCapacity, (now + 1 - evictedAt.get(slot)) / capacity))
      const isRecency = histories[byRecency].has(slot)
      const weight = isRecency ? weightOfRecency : 1 - weightOfRecency
      const reduced = weight * loss + weightMin
      const share = reduced / (reduced + 1 - weight + weightMin)
      weightOfRecency = isRecency ? share : 1 - share
      histories[isRecency ? byRecency : byFrequency].take(slot)
    }

    const isGhost = (slot: number) => histories[byRecency].has(slot) || histories[byFrequency].has(slot)

    function remember(slot: number, expert: 0 | 1): void {
      const history = histories[expert]
      evictedAt.set(slot, now + 1)
      history.push(slot, sizeOf(slot))
      for (let old = history.takeBeyond(bound); old >= 0; old = history.takeBeyond(bound)) forget(old)
    }

    function vacate(slot: number): void {
      recency.remove(slot)
      frequency.remove(slot)
    }

    return {
      hit(slot) {
        now++
        recency.moveToFront(0, slot)
        frequency.change(slot, frequency.rankOf(slot) + 1, now)
      },
      insert(slot) {
        if (isGhost(slot)) regret(slot)
        now++
        recency.pushFront(0, slot)
        frequency.add(slot, 1, now)
      },
      evict(incoming) {
        if (isGhost(incoming)) regret(incoming)
        const leastRecent = recency.back(0)
        const leastFrequent = frequency.first()
        if (leastRecent < 0) return -1
        const expert = random() < weightOfRecency ? byRecency : byFrequency
        const victim = expert === byRecency ? leastRecent : leastFrequent
        vacate(victim)
        if (leastRecent === leastFrequent) forget(victim)
        else remember(victim, expert)
        return victim
      },
      remove: vacate,
    }
  },
)
