import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { policyFamily } from '#core/policy.ts'
import { greedyDual } from './greedy-dual.ts'

/** Frequency over size is small; scaled as entries a megabyte it keeps its digits beside the age. */
const scale = 1e6

/**
 * Greedy dual with size and frequency: priority is the number of requests since insertion over the size, plus the cache's age, which is
 * the priority of whatever left last. Small and popular entries stay.
 *
 * Source      Cherkasova: Improving WWW proxies performance with greedy-dual-size-frequency caching policy. HP Laboratories technical
 *             report HPL-98-69R1, 1998
 * Parameters  none besides the capacity; the cost of a miss is 1 for all entries (maximises the hit ratio, not that of bytes)
 * State       a heap by priority and last use; one count an entry; the age
 * Cost        O(log n)
 */
export const gdsf = policyFamily<EvictionContext, Eviction>('eviction')(
  'gdsf',
  { source: 'Cherkasova, HP Laboratories HPL-98-69R1, 1998', cost: 'O(log n)' },
  {},
  (_, context) => {
    const { sizeOf } = context
    return greedyDual(context, (frequency, slot) => (frequency * scale) / sizeOf(slot))
  },
)
