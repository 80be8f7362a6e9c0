import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { policyFamily } from '#core/policy.ts'
import { number, ratio } from '#core/schema/number.ts'
import { windowAndMain } from './window-and-main.ts'

/** A change of the hit ratio that starts the search anew with a full step. */
const restartRatio = 0.05
/** How much of the step is left after each. */
const stepDecay = 0.98

/**
 * W-TinyLFU whose window grows or shrinks by hill climbing: as long as the hit ratio rises the border moves on, when it falls the border
 * turns; steps shrink, and are full again when the hit ratio jumps.
 *
 * Source      Einziger, Eytan, Friedman, Manes: Adaptive software cache management. Middleware 2018, section 4 (hill climbing), with
 *             the constants of Caffeine 3 (BoundedLocalCache: step 6.25 %, decay 0.98, restart 5 %, sample 10 x maximum)
 * Parameters  stepRatio, first step as a share of the capacity; samplePeriod, requests between two steps as a multiple of the entries
 * State       as w-tinylfu, and hits and requests of the period
 * Cost        O(1) amortised
 * Deviates    the first step opens the window, Caffeine's closes it (a window of 1 % has nothing to close)
 */
export const wTinylfuAdaptive = policyFamily<EvictionContext, Eviction>('eviction')(
  'w-tinylfu-adaptive',
  { source: 'Einziger, Eytan, Friedman, Manes, Middleware 2018', cost: 'O(1) amortised' },
  {
    windowRatio: ratio({ default: 0.01, meaning: "the window's share of the capacity at first" }),
    stepRatio: ratio({ default: 0.0625, meaning: 'first step as a share of the capacity' }),
    samplePeriod: number({ min: 0.01, default: 10, meaning: 'requests a step, times the entries held' }),
  },
  ({ windowRatio, stepRatio, samplePeriod }, context) => {
    const parts = windowAndMain(context, windowRatio, 'probation')
    const fullStep = stepRatio * context.capacity
    let step = fullStep
    let hits = 0
    let requests = 0
    let residents = 0
    let hitRatioBefore = 0

    function climb(): void {
      if (requests < samplePeriod * residents) return
      const hitRatio = hits / requests
      const change = hitRatio - hitRatioBefore
      const move = change >= 0 ? step : -step
      step = Math.abs(change) >= restartRatio ? (move >= 0 ? fullStep : -fullStep) : stepDecay * move
      hitRatioBefore = hitRatio
      hits = 0
      requests = 0
      parts.resizeWindow(parts.windowCapacity + Math.trunc(move))
    }

    return {
      hit(slot) {
        hits++
        requests++
        parts.hit(slot)
        climb()
      },
      insert(slot) {
        requests++
        residents++
        parts.insert(slot)
        climb()
      },
      evict(incoming) {
        const victim = parts.evict(incoming)
        if (victim >= 0) residents--
        return victim
      },
      remove(slot) {
        residents--
        parts.remove(slot)
      },
    }
  },
)
