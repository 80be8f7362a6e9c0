import type { Admission, AdmissionContext } from '#core/cache/admission.ts'
import { exp } from '#core/math/exp.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema/number.ts'
import { bestScale, type Demand } from './markov-model.ts'

/** Keys whose rate has faded below this are forgotten. */
const rateMin = 0.1

/**
 * AdaptSize: an entry comes in with probability exp(-size / c); c is set anew after each period to what a Markov model of the cache
 * says would have hit most.
 *
 * Source      Berger, Sitaraman, Harchol-Balter: AdaptSize: orchestrating the hot object memory cache in a content delivery network.
 *             NSDI 2017, sections 3 and 4
 * Parameters  period, requests between two tunings; memory, weight of earlier periods in a key's rate
 * State       rate and size of each key asked for lately
 * Cost        request and admits O(1); tuning O(keys x 200) once a period
 */
export const adaptSize = policyFamily<AdmissionContext, Admission>('admission')(
  'adapt-size',
  { source: 'Berger, Sitaraman, Harchol-Balter, NSDI 2017', cost: 'O(1) amortised' },
  {
    period: count({ min: 1, default: 100_000, meaning: 'requests between two tunings' }),
    memory: ratio({ default: 0.3, meaning: "weight of earlier periods in a key's rate" }),
  },
  ({ period, memory }, { capacity, random }) => {
    const demands = new Map<number, { rate: number; sizeBytes: number }>()
    let scale = Infinity
    let requests = 0

    function tune(): void {
      scale = bestScale([...demands.values()] satisfies Demand[], capacity)
      for (const [hash, demand] of demands) {
        demand.rate *= memory
        if (demand.rate < rateMin) demands.delete(hash)
      }
    }

    return {
      needsBytes: true,
      request(hash, sizeBytes) {
        const demand = demands.get(hash)
        if (demand === undefined) demands.set(hash, { rate: 1, sizeBytes })
        else {
          demand.rate++
          demand.sizeBytes = sizeBytes
        }
        requests++
        if (requests % period === 0) tune()
      },
      admits: (_, sizeBytes) => random() < exp(-sizeBytes / scale),
    }
  },
)
