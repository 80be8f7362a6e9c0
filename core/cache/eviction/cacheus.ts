import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { GhostList } from '#core/collections/ghost-list.ts'
import { RankedSlots } from '#core/collections/ranked-slots.ts'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'
import { exp } from '#core/math/exp.ts'
import { policyFamily } from '#core/policy.ts'
import { ratio } from '#core/schema/number.ts'
import { adaptiveRate } from './adaptive-rate.ts'
import { scanResistantLru } from './scan-resistant-lru.ts'

const byRecency = 0
const byFrequency = 1
/** Neither expert is ever given up. */
const weightMax = 0.99

/**
 * Cacheus: as LeCaR, with experts that resist scans (SR-LRU) and churn (CR-LFU, which among the least frequent sends away the latest),
 * and a learning rate that climbs the hit ratio.
 *
 * Source      Rodriguez, Yusuf, Lyons, Paz, Rangaswami, Liu, Zhao, Narasimhan: Learning cache replacement with CACHEUS. FAST 2021,
 *             sections 4 and 5, Algorithms 1 to 3
 * Parameters  historyRatio, ghosts of each expert as a share of the capacity
 * State       residents in the two parts of SR-LRU and in a heap by frequency; everything that left lately, with
 *             its frequency, as the history of SR-LRU; what each expert sent away alone
 * Cost        hit and evict O(log n)
 * Deviates    with sizes, the border of SR-LRU moves by multiples of the entry's size
 */
export const cacheus = policyFamily<EvictionContext, Eviction>('eviction')(
  'cacheus',
  { source: 'Rodriguez et al., FAST 2021', cost: 'O(log n)', ghosts: ghostsOf },
  { historyRatio: ratio({ default: 0.5, meaning: 'ghosts of each expert as a share of the capacity' }) },
  ({ historyRatio }, { capacity, slots, sizeOf, forget, random }) => {
    const recency = scanResistantLru(capacity, slots, sizeOf)
    const ranked = new RankedSlots(slots)
    const frequency = new SlotNumbers(slots)
    /** What each expert sent away alone, and everything that left. */
    const sent = [new GhostList(slots), new GhostList(slots)] as const
    const history = new GhostList(slots)
    const rate = adaptiveRate(random)
    const bound = historyRatio * capacity
    let weightOfRecency = 0.5
    let now = 0
    /** A ghost that is on its way in: its expert has been punished already. */
    let returning = -1

    function tick(slot: number): void {
      now++
      frequency.set(slot, frequency.get(slot) + 1)
    }

    /** Among equal frequencies the latest comes first. */
    const order = () => -now

    /** A ghost is wanted again: the expert that sent it away alone loses weight. */
    function regret(slot: number): void {
      const isRecent = sent[byRecency].has(slot)
      const isFrequent = sent[byFrequency].has(slot)
      const loss = exp(-rate.value)
      const recent = weightOfRecency * (isRecent ? loss : 1)
      const frequent = (1 - weightOfRecency) * (isFrequent ? loss : 1)
      weightOfRecency = Math.min(weightMax, Math.max(1 - weightMax, recent / (recent + frequent)))
      if (isRecent) sent[byRecency].take(slot)
      if (isFrequent) sent[byFrequency].take(slot)
      if (!history.has(slot)) return
      history.take(slot)
      recency.missed(slot)
      returning = slot
    }

    const isGhost = (slot: number) =>
      history.has(slot) || sent[byRecency].has(slot) || sent[byFrequency].has(slot)

    /** Remembers a victim; `expert` is the one that sent it away alone, if any. */
    function remember(slot: number, expert: 0 | 1 | undefined): void {
      recency.left(slot)
      history.push(slot, sizeOf(slot))
      if (expert !== undefined) sent[expert].push(slot, sizeOf(slot))
      for (let old = history.takeBeyond(capacity); old >= 0; old = history.takeBeyond(capacity)) {
        recency.forgotten(old)
        forgetUnlessGhost(old)
      }
      if (expert === undefined) return
      const ghosts = sent[expert]
      for (let old = ghosts.takeBeyond(bound); old >= 0; old = ghosts.takeBeyond(bound))
        forgetUnlessGhost(old)
    }

    function forgetUnlessGhost(slot: number): void {
      if (!isGhost(slot)) forget(slot)
    }

    function vacate(slot: number): void {
      recency.remove(slot)
      ranked.remove(slot)
    }

    return {
      hit(slot) {
        tick(slot)
        recency.hit(slot)
        ranked.change(slot, frequency.get(slot), order())
        rate.observe('hit', ranked.count)
      },
      insert(slot) {
        if (isGhost(slot)) regret(slot)
        if (returning === slot) recency.insertAgain(slot)
        else {
          frequency.set(slot, 0)
          recency.insert(slot)
        }
        returning = -1
        tick(slot)
        ranked.add(slot, frequency.get(slot), order())
        rate.observe('miss', ranked.count)
      },
      evict(incoming) {
        if (incoming >= 0 && isGhost(incoming)) regret(incoming)
        const leastRecent = recency.last()
        const leastFrequent = ranked.first()
        if (leastRecent < 0) return -1
        const expert = random() < weightOfRecency ? byRecency : byFrequency
        const victim = expert === byRecency ? leastRecent : leastFrequent
        vacate(victim)
        remember(victim, leastRecent === leastFrequent ? undefined : expert)
        return victim
      },
      remove: vacate,
    }
  },
)

function ghostsOf({ historyRatio }: { readonly historyRatio: number }, capacityEntries: number): number {
  return capacityEntries + 2 * Math.ceil(historyRatio * capacityEntries) + 1
}
