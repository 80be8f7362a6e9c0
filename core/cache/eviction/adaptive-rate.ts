import { log } from '#core/math/log.ts'
import type { Random } from '#core/random.ts'

const rateMin = 0.001
const rateMax = 1
/** After so many periods without a gain the rate starts anew. */
const patience = 10

export interface AdaptiveRate {
  readonly value: number
  observe(outcome: 'hit' | 'miss', entries: number): void
}

/**
 * A learning rate that climbs the hit ratio: it moves on in the direction that raised it and back in one that lowered it; when it
 * stands still and the hit ratio falls, it moves at random, and after ten such periods it starts anew.
 *
 * Source      Rodriguez et al.: CACHEUS. FAST 2021, section 5.2 and Algorithm 3
 * Parameters  a period is as many requests as entries are held; the rate stays in 0.001 .. 1 and starts at sqrt(2 ln 2 / entries)
 * Cost        O(1)
 */
export function adaptiveRate(random: Random): AdaptiveRate {
  let rate = 0
  let rateBefore = 0
  let rateAtFirst = 0
  let hitRatioBefore = 0
  let badPeriods = 0
  let hits = 0
  let requests = 0

  const bounded = (value: number) => Math.min(rateMax, Math.max(rateMin, value))

  function adapt(hitRatio: number): void {
    const gain = hitRatio - hitRatioBefore
    const move = rate - rateBefore
    rateBefore = rate
    hitRatioBefore = hitRatio
    if (move !== 0 && gain !== 0) {
      rate = bounded(rate + (move * gain > 0 ? 1 : -1) * Math.abs(rate * move))
      badPeriods = 0
      return
    }
    if (gain > 0 || (gain === 0 && hitRatio > 0)) return
    badPeriods++
    if (badPeriods >= patience) {
      rate = rateAtFirst
      badPeriods = 0
    } else rate = bounded(rate * (random() < 0.5 ? 1.25 : 0.75))
  }

  return {
    get value() {
      return rate === 0 ? rateMin : rate
    },
    observe(outcome, entries) {
      if (outcome === 'hit') hits++
      requests++
      if (requests < entries) return
      if (rate === 0) {
        rateAtFirst = bounded(Math.sqrt((2 * log(2)) / entries))
        rate = rateAtFirst
      }
      adapt(hits / requests)
      hits = 0
      requests = 0
    },
  }
}
