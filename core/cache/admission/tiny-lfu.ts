import type { Admission, AdmissionContext } from '#core/cache/admission.ts'
import { FrequencySketch } from '#core/collections/frequency-sketch.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * TinyLFU: a newcomer comes in if it was asked for more often lately than the entry that would leave.
 *
 * Source      Einziger, Friedman, Manes: TinyLFU. ACM TOS 13(4), 2017, section 3
 * State       a sketch of 4-bit counters, halved every 10 x entries requests
 * Cost        O(1) amortised
 * Deviates    no doorkeeper; a cache with room admits all
 */
export const tinyLfu = policyFamily<AdmissionContext, Admission>('admission')(
  'tiny-lfu',
  { source: 'Einziger, Friedman, Manes, ACM TOS 13(4), 2017', cost: 'O(1) amortised' },
  {},
  (_, { entries }) => {
    const sketch = new FrequencySketch(Math.max(16, entries))
    return {
      comparesVictims: true,
      request: (hash) => sketch.increment(hash),
      admits: (hash, _, victimHash) => victimHash < 0 || sketch.estimate(hash) > sketch.estimate(victimHash),
    }
  },
)
