import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { policyFamily } from '#core/policy.ts'
import { ratio } from '#core/schema/number.ts'
import { windowAndMain } from './window-and-main.ts'

/**
 * W-TinyLFU: newcomers pass a small LRU window and enter the main part only if they were asked for more often lately than the entry
 * that would leave it.
 *
 * Source      Einziger, Friedman, Manes: TinyLFU, ACM TOS 13(4), 2017, section 4; main part SLRU 1:4
 * Parameters  windowRatio, the window's share of the capacity
 *             The main part is the family's SLRU: what enters it takes the lowest segment with room
 * State       three lists; a sketch of 4-bit counters, conservative update, halved every 10 x entries requests
 * Cost        O(1) amortised
 * Deviates    no doorkeeper; the window holds at least one unit; an entry larger than the window cannot pass it and is not admitted
 */
export const wTinylfu = policyFamily<EvictionContext, Eviction>('eviction')(
  'w-tinylfu',
  { source: 'Einziger, Friedman, Manes, ACM TOS 13(4), 2017', cost: 'O(1) amortised' },
  { windowRatio: ratio({ default: 0.01, meaning: "the window's share of the capacity" }) },
  ({ windowRatio }, context) => {
    const { hit, insert, evict, remove, windowCapacity } = windowAndMain(context, windowRatio, 'segment')
    return { hit, insert, evict, remove, sizeMax: windowCapacity }
  },
)
