import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { grown } from '#core/collections/grown.ts'
import { SizedSlots } from '#core/collections/sized-slots.ts'
import { policyFamily } from '#core/policy.ts'
import { ratio } from '#core/schema/number.ts'

/** Lists of the second kind: the paper's Q, and the ghosts of the stack in the order in which they left. */
const queue = 0
const ghost = 1

const isLir = 1
const isHir = 0

/**
 * Low inter-reference recency set: entries whose last two requests lie close together (LIR) keep most of the cache, all others (HIR)
 * pass through a small queue. The stack holds entries and ghosts by last use down to the last LIR entry: a HIR entry asked for while it
 * is in the stack has the shorter recency and becomes LIR in place of the last one.
 *
 *   stack S   top  h L h g L L g h L  bottom (always LIR)      L LIR   h resident HIR   g ghost
 *   queue Q   resident HIR, in the stack or not; its end leaves the cache
 *
 * Source      Jiang, Zhang: LIRS: an efficient low inter-reference recency set replacement policy to improve buffer cache performance.
 *             SIGMETRICS 2002, section 3.3
 * Parameters  hirRatio, share of the capacity for Q
 * State       stack, queue, ghosts; the status of each slot
 * Cost        O(1) amortised (pruning)
 * Deviates    the stack is at most twice the capacity: the oldest ghosts are forgotten. A hit in Q outside the stack also turns the last
 *             LIR entry into HIR when LIR is full, as libCacheSim does, unless Q cannot hold both. An entry larger than Q is not
 *             admitted.
 */
export const lirs = policyFamily<EvictionContext, Eviction>('eviction')(
  'lirs',
  {
    source: 'Jiang, Zhang, SIGMETRICS 2002, section 3.3',
    cost: 'O(1) amortised',
    ghosts: (_, capacityCount) => 2 * capacityCount,
  },
  { hirRatio: ratio({ min: 0, max: 1, default: 0.01, meaning: 'share of the capacity for the queue' }) },
  ({ hirRatio }, { capacity, slots, sizeOf, forget, drop }) => {
    const hirMax = Math.min(capacity, Math.max(1, Math.floor(capacity * hirRatio)))
    const lirMax = capacity - hirMax
    const stack = new SizedSlots(1, slots)
    const outside = new SizedSlots(2, slots)
    let statuses = new Uint8Array(slots)
    let lirTotal = 0
    /** The incoming slot whose room was made already. */
    let prepared = -1
    /** Of several that leave at once `evict` answers with the first; -2 when none is asked for, -1 when the first is awaited. */
    let victim = -2

    const inStack = (slot: number) => stack.links.listOf(slot) === 0
    const isGhost = (slot: number) => outside.links.listOf(slot) === ghost

    function giveUp(slot: number): void {
      if (victim === -1) victim = slot
      else drop(slot)
      if (!isGhost(slot)) forget(slot)
    }

    /** The end of the queue leaves the cache; what is in the stack is remembered there. */
    function evictHir(): void {
      const slot = outside.links.back(queue)
      const size = outside.sizeOf(slot)
      outside.remove(slot)
      if (inStack(slot)) outside.pushFront(ghost, slot, size)
      giveUp(slot)
    }

    /** The last LIR entry becomes HIR. */
    function demote(): void {
      const slot = stack.links.back(0)
      const size = stack.sizeOf(slot)
      stack.remove(slot)
      statuses[slot] = isHir
      lirTotal -= size
      while (outside.totals[queue]! + size > hirMax && outside.links.lengths[queue]! > 0) evictHir()
      outside.pushFront(queue, slot, size)
      prune()
    }

    /** The bottom of the stack is LIR, or the stack has one slot. */
    function prune(): void {
      const { links } = stack
      for (let slot = links.back(0); slot >= 0 && slot !== links.front(0); slot = links.back(0)) {
        if (statuses[slot] === isLir) return
        stack.remove(slot)
        if (!isGhost(slot)) continue
        outside.remove(slot)
        forget(slot)
      }
    }

    function limitStack(): void {
      while (stack.totals[0]! > 2 * capacity && outside.links.lengths[ghost]! > 0) {
        const slot = outside.popBack(ghost)
        stack.remove(slot)
        forget(slot)
      }
    }

    function demoteFor(size: number): void {
      while (lirTotal + size > lirMax && lirTotal > 0) demote()
    }

    /** Makes room for a newcomer, in the sets as in the cache. */
    function prepare(slot: number): void {
      prepared = slot
      const size = sizeOf(slot)
      if (isGhost(slot)) {
        stack.moveToFront(0, slot)
        demoteFor(size)
        outside.remove(slot)
      } else if (lirTotal + size > lirMax)
        while (outside.totals[queue]! + size > hirMax && outside.links.lengths[queue]! > 0) evictHir()
    }

    /** What is demoted must fit into the queue beside the slot, or it would drive it out. */
    function hitInQueue(slot: number): void {
      outside.moveToFront(queue, slot)
      const size = outside.sizeOf(slot)
      while (lirTotal + size > lirMax && lirTotal > 0 && stack.sizeOf(stack.links.back(0)) + size <= hirMax)
        demote()
      stack.pushFront(0, slot, size)
    }

    function makeLir(slot: number, size: number): void {
      statuses[slot] = isLir
      lirTotal += size
    }

    return {
      hit(slot) {
        if (!inStack(slot)) hitInQueue(slot)
        else {
          stack.moveToFront(0, slot)
          if (statuses[slot] === isLir) prune()
          else {
            const size = stack.sizeOf(slot)
            outside.remove(slot)
            demoteFor(size)
            if (lirTotal + size <= lirMax) makeLir(slot, size)
            else outside.pushFront(queue, slot, size)
          }
        }
        limitStack()
      },
      insert(slot) {
        if (prepared !== slot) prepare(slot)
        prepared = -1
        statuses = grown(statuses, slot + 1)
        const size = sizeOf(slot)
        const wasGhost = inStack(slot)
        if (wasGhost) stack.remove(slot)
        stack.pushFront(0, slot, size)
        if (lirTotal + size <= lirMax) makeLir(slot, size)
        else {
          statuses[slot] = isHir
          outside.pushFront(queue, slot, size)
        }
        limitStack()
      },
      evict(incoming) {
        victim = -1
        if (incoming >= 0 && prepared !== incoming) prepare(incoming)
        if (victim === -1 && outside.links.lengths[queue]! > 0) evictHir()
        if (victim === -1 && lirTotal > 0) {
          demote()
          if (victim === -1) evictHir()
        }
        const slot = victim
        victim = -2
        return slot
      },
      remove(slot) {
        if (inStack(slot)) {
          if (statuses[slot] === isLir) lirTotal -= stack.sizeOf(slot)
          stack.remove(slot)
        }
        if (outside.links.listOf(slot) === queue) outside.remove(slot)
        statuses[slot] = isHir
        prune()
      },
      sizeMax: Math.max(1, Math.min(hirMax, lirMax)),
    }
  },
)
