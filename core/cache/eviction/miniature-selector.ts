import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { policyFamily } from '#core/policy.ts'
import { count, number, ratio } from '#core/schema/number.ts'
import { MiniatureCache } from './miniature-cache.ts'
import { rankRules } from './rank-rule.ts'
import { RankedCache } from './ranked-cache.ts'

const hashes = 4294967296

/**
 * Simulates several rules in miniature on a sample of the keys and follows the one that hits most: from recency over recency with
 * frequency to frequency, and by size.
 *
 * Source      Waldspurger, Saemundsson, Ahmad, Park: miniature simulations. USENIX ATC 2017, section 5 (choice of a policy by
 *             scaled-down simulation); keys sampled by hash as in Waldspurger et al., SHARDS, FAST 2015
 * Parameters  miniatureEntries, entries that each miniature holds at least (all, if the cache is smaller); samplingRatioMin;
 *             period, requests between two choices as a multiple of the entries; margin, by which another rule must be better
 * State       one heap of residents by the present rule; one miniature a rule
 * Cost        hit and evict O(log n), a change of the rule O(n log n); miniatures cost 6 x samplingRatio times that
 */
export const miniatureSelector = policyFamily<EvictionContext, Eviction>('eviction')(
  'miniature-selector',
  { source: 'Waldspurger, Saemundsson, Ahmad, Park, USENIX ATC 2017', cost: 'O(log n)' },
  {
    miniatureEntries: count({ min: 16, default: 512, meaning: 'entries that a miniature holds' }),
    samplingRatioMin: ratio({ default: 0.01, meaning: 'least share of the keys that miniatures see' }),
    period: number({ min: 0.1, default: 2, meaning: 'requests between two choices, times the entries held' }),
    margin: ratio({ default: 0.01, meaning: 'advantage in hits that makes the rule change' }),
  },
  ({ miniatureEntries, samplingRatioMin, period, margin }, { capacity, slots, sizeOf, hashOf, forget }) => {
    const residents = new RankedCache(rankRules[0]!, { slots, sizeOf, halfLife: slots })
    let samplingRatio = 1
    let miniatures = simulated()
    let requests = 0

    function simulated(): MiniatureCache[] {
      const miniatureCapacity = Math.max(1, Math.floor(samplingRatio * capacity))
      const halfLife = Math.max(1, samplingRatio * slots)
      return rankRules.map((rule) => new MiniatureCache(rule, { capacity: miniatureCapacity, halfLife }))
    }

    function observe(slot: number): void {
      const hash = hashOf(slot)
      if (hash < samplingRatio * hashes) for (const one of miniatures) one.request(hash, sizeOf(slot))
      requests++
      if (requests < period * residents.count) return
      requests = 0
      choose()
      sampleLess()
    }

    function choose(): void {
      let present = miniatures[0]!
      for (const one of miniatures) if (one.rule === residents.rule) present = one
      let best = present
      for (const one of miniatures) if (one.hits > best.hits) best = one
      if (best.hits > (1 + margin) * present.hits) residents.adopt(best.rule)
      for (const one of miniatures) one.hits *= 0.5
    }

    /** A cache that holds more entries than before needs a smaller share of the keys; its miniatures start anew. */
    function sampleLess(): void {
      const enough = Math.max(samplingRatioMin, miniatureEntries / residents.count)
      if (2 * enough > samplingRatio) return
      samplingRatio = enough
      const hits = miniatures.map((one) => one.hits)
      miniatures = simulated()
      for (const [index, one] of miniatures.entries()) one.hits = hits[index]!
    }

    return {
      hit(slot) {
        residents.hit(slot)
        observe(slot)
      },
      insert(slot) {
        residents.insert(slot)
        observe(slot)
      },
      evict() {
        const victim = residents.evict()
        if (victim >= 0) forget(victim)
        return victim
      },
      remove: (slot) => residents.remove(slot),
    }
  },
)
