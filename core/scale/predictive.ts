/**
 * Capacity for the load that is to come: what came at this time of the season before, times how busy this season is.
 *
 *   forecast(t) = mean of the bin of t · (load of late / mean of the bins of late);  replicas = forecast / (rate an instance bears)
 *
 * It looks as far ahead as instances take to start, and takes the highest bin on the way. Until a whole season was seen it follows the
 * load as it is.
 *
 * Source      seasonal means times level: Winters, Management Science 6, 1960 (multiplicative); look-ahead: AWS predictive scaling
 * Parameters  season, bins; weight of a new value; look-ahead; rate an instance bears; head room
 * State       a mean a bin, the level
 * Cost        O(bins looked ahead)
 * Deviates    sets capacity itself rather than a floor under another policy
 */
import { policyFamily } from '#core/policy.ts'
import { count, ms, perSecond, ratio } from '#core/schema/number.ts'
import { planOf, wholeAbove } from './fleet.ts'
import type { Scale, ScaleContext } from './scale.ts'

export const predictive = policyFamily<ScaleContext, Scale>('scale')(
  'predictive',
  { source: 'Winters 1960; AWS predictive scaling', cost: 'O(bins looked ahead)' },
  {
    season: ms({ min: 1, default: 86_400_000, meaning: 'length of the season' }),
    bins: count({ min: 1, max: 10_080, default: 288, meaning: 'parts of the season' }),
    lambda: ratio({ min: 0.01, default: 0.3, meaning: 'weight of a new season in the mean of a bin' }),
    levelLambda: ratio({ min: 0.01, default: 0.2, meaning: 'weight of a new reading in the level' }),
    ahead: ms({ default: 300_000, meaning: 'how far ahead: the time that an instance takes to be of use' }),
    rate: perSecond({ min: 0.001, default: 100, meaning: 'requests that one instance bears' }),
    headroom: ratio({ max: 10, default: 0.2, meaning: 'capacity beyond the forecast' }),
  },
  ({ season, bins, lambda, levelLambda, ahead, rate, headroom }, context) => {
    const means = new Float64Array(bins)
    const seen = new Uint8Array(bins)
    const binMs = season / bins
    let startedAtMs: number | undefined
    let level = 1
    let bin = -1
    let sum = 0
    let readings = 0

    const binOf = (now: number) => Math.floor((now - Math.floor(now / season) * season) / binMs) % bins

    function close(): void {
      if (readings === 0) return
      const load = sum / readings
      means[bin]! += (load - means[bin]!) * (seen[bin] === 1 ? lambda : 1)
      seen[bin] = 1
      sum = 0
      readings = 0
    }

    function forecast(load: number, now: number): number {
      if (now - startedAtMs! < season) return load
      let highest = load
      const last = Math.ceil(ahead / binMs)
      for (let step = 1; step <= Math.min(last, bins); step++)
        highest = Math.max(highest, level * means[(bin + step) % bins]!)
      return highest
    }

    return {
      decide(reading, now) {
        startedAtMs ??= now
        const load = reading.arrivalsPerSecond
        if (!Number.isFinite(load)) return planOf(reading.replicas, reading, context)
        if (binOf(now) !== bin) {
          close()
          bin = binOf(now)
        }
        sum += load
        readings++
        if (seen[bin] === 1 && means[bin]! > 0) level += levelLambda * (load / means[bin]! - level)
        return planOf(wholeAbove((forecast(load, now) * (1 + headroom)) / rate), reading, context)
      },
    }
  },
)
