import { type ClairvoyantContext, never } from '#core/cache/clairvoyant.ts'
import type { Eviction } from '#core/cache/eviction.ts'
import { grown } from '#core/collections/grown.ts'
import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'

/**
 * Of a sample, the entry whose size times the way to its next request is greatest leaves; what is not asked for again is not kept at
 * all. A heuristic close to the best for entries of different sizes, no bound.
 *
 * Source      Berger, Beckmann, Harchol-Balter: Practical bounds on optimal caching with variable object sizes. SIGMETRICS 2018,
 *             section 2 (Belady-Size); sampled as in libCacheSim
 * Parameters  samples
 * State       resident slots in an array without holes; the next use of each
 * Cost        hit O(1), eviction O(samples)
 */
export const beladySize = policyFamily<ClairvoyantContext, Eviction>('clairvoyant')(
  'belady-size',
  { source: 'Berger, Beckmann, Harchol-Balter, SIGMETRICS 2018', cost: 'hit O(1), eviction O(samples)' },
  { samples: count({ min: 1, max: 65_536, default: 128, meaning: 'entries compared at an eviction' }) },
  ({ samples }, { slots, future, sizeOf, forget, drop, random }) => {
    let residents = new Int32Array(slots)
    let places = new Int32Array(slots)
    let nextUse = new Int32Array(slots)
    let held = 0

    /** The last one moves into the hole. */
    function remove(slot: number): void {
      const place = places[slot]!
      const last = residents[--held]!
      residents[place] = last
      places[last] = place
    }

    function note(slot: number): void {
      nextUse[slot] = future.nextUse[future.now]!
      if (nextUse[slot] !== never) return
      remove(slot)
      drop(slot)
      forget(slot)
    }

    return {
      hit: note,
      insert(slot) {
        residents = grown(residents, held + 1)
        places = grown(places, slot + 1)
        nextUse = grown(nextUse, slot + 1)
        residents[held] = slot
        places[slot] = held++
        note(slot)
      },
      evict() {
        let victim = -1
        let scoreMax = -1
        for (let sample = 0; held > 0 && sample < samples; sample++) {
          const slot = residents[Math.floor(random() * held)]!
          const score = sizeOf(slot) * (nextUse[slot]! - future.now)
          if (score <= scoreMax) continue
          victim = slot
          scoreMax = score
        }
        if (victim < 0) return -1
        remove(victim)
        forget(victim)
        return victim
      },
      remove,
    }
  },
)
