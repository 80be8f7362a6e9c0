import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { SizedSlots } from '#core/collections/sized-slots.ts'
import { policyFamily } from '#core/policy.ts'

/** The paper's T1, T2 (resident) and B1, B2 (remembered). */
const t1 = 0
const t2 = 1
const b1 = 2
const b2 = 3

/**
 * Adaptive replacement: one list of entries asked for once lately, one of those asked for more often, each remembered beyond its end;
 * a ghost that comes back moves the border between them.
 *
 *   L1 = T1 + B1, at most c        L2 = T2 + B2        L1 + L2 at most 2c        p: where T1 should end
 *
 * Source      Megiddo, Modha: ARC: a self-tuning, low overhead replacement cache. FAST 2003, figure 4
 * Parameters  none besides the capacity
 * State       four lists in order of last use; p
 * Cost        O(1)
 * Deviates    p is a fraction, not rounded; entries have sizes: the lists are measured in them, evicts until the newcomer fits
 */
export const arc = policyFamily<EvictionContext, Eviction>('eviction')(
  'arc',
  {
    source: 'Megiddo, Modha, FAST 2003, figure 4',
    cost: 'O(1)',
    ghosts: (_, capacityCount) => capacityCount + 1,
  },
  {},
  (_, { capacity, slots, sizeOf, forget }) => {
    const lists = new SizedSlots(4, slots)
    const { links, totals } = lists
    let target = 0
    /** The incoming slot when it was a ghost, and where. */
    let recalled = -1
    let recalledFrom = -1

    /** Cases II and III: adapts p. */
    function recall(slot: number): void {
      const list = slot < 0 ? -1 : links.listOf(slot)
      if (list < b1) return
      if (list === b1) target = Math.min(target + Math.max(totals[b2]! / totals[b1]!, 1), capacity)
      else target = Math.max(target - Math.max(totals[b1]! / totals[b2]!, 1), 0)
      lists.remove(slot)
      recalled = slot
      recalledFrom = list
    }

    /** REPLACE of the paper. */
    function replace(): number {
      const one = totals[t1]!
      const isOverTarget = one > target || (one === target && recalledFrom === b2)
      const isFromFirst = links.lengths[t2] === 0 || (one > 0 && isOverTarget)
      const slot = links.back(isFromFirst ? t1 : t2)
      if (slot >= 0) lists.moveToFront(isFromFirst ? b1 : b2, slot)
      return slot
    }

    /** Case IV: a slot that is in no list. */
    function makeRoom(size: number): number {
      if (totals[t1]! + totals[b1]! + size > capacity) {
        if (links.lengths[b1]! > 0) {
          forget(lists.popBack(b1))
          return replace()
        }
        if (links.lengths[t1]! > 0) {
          const slot = lists.popBack(t1)
          forget(slot)
          return slot
        }
      }
      const all = totals[t1]! + totals[b1]! + totals[t2]! + totals[b2]!
      if (all >= 2 * capacity && links.lengths[b2]! > 0) forget(lists.popBack(b2))
      return replace()
    }

    return {
      hit: (slot) => lists.moveToFront(t2, slot),
      insert(slot) {
        recall(slot)
        lists.pushFront(recalled === slot ? t2 : t1, slot, sizeOf(slot))
        recalled = -1
        recalledFrom = -1
      },
      evict(incoming) {
        recall(incoming)
        return recalled === incoming && incoming >= 0
          ? replace()
          : makeRoom(incoming < 0 ? 0 : sizeOf(incoming))
      },
      remove: (slot) => lists.remove(slot),
    }
  },
)
