/**
 * Always as many: the baseline that every autoscaler has to beat, in cost at equal misses.
 *
 * Source      capacity planning without feedback: Menasce, Almeida, Capacity Planning for Web Services, 2001
 * Parameters  replicas
 * Cost        O(1)
 */
import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'
import { planOf } from './fleet.ts'
import type { Scale, ScaleContext } from './scale.ts'

export const fixedFleet = policyFamily<ScaleContext, Scale>('scale')(
  'fixed-fleet',
  { source: 'a constant', cost: 'O(1)' },
  { replicas: count({ min: 0, default: 2, meaning: 'instances at all times' }) },
  ({ replicas }, context) => ({ decide: (reading) => planOf(replicas, reading, context) }),
)
