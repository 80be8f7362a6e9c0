import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { policyFamily } from '#core/policy.ts'
import { greedyDual } from './greedy-dual.ts'

/**
 * Least frequently used with dynamic aging: priority is the number of requests since insertion plus the cache's age, which is the
 * priority of whatever left last.
 *
 * Source      Arlitt, Cherkasova, Dilley, Friedrich, Jin: Evaluating content management techniques for Web proxy caches.
 *             Performance Evaluation Review 27(4), 2000, section 4
 * Parameters  none besides the capacity
 * State       a heap by priority and last use; one count an entry; the age
 * Cost        O(log n)
 */
export const lfuDa = policyFamily<EvictionContext, Eviction>('eviction')(
  'lfu-da',
  { source: 'Arlitt et al., Performance Evaluation Review 27(4), 2000, section 4', cost: 'O(log n)' },
  {},
  (_, context) => greedyDual(context, (frequency) => frequency),
)
