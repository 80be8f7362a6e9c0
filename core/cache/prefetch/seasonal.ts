import type { Prefetch } from '#core/cache/prefetch.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ms } from '#core/schema/number.ts'

/**
 * What was popular at this phase of the last season (an hour of the day before) is loaded when the phase begins.
 *
 * Source      Winters: Forecasting sales by exponentially weighted moving averages. Management Science 6(3), 1960 (seasonal component);
 *             the forecast here is the season before, without trend
 * Parameters  season, ms; phases, into which it is cut; degree, keys a phase; requestsMin, that make a key popular
 * State       requests of each key in each phase of one season
 * Cost        O(1) a request, O(keys log keys) at the beginning of a phase
 * Deviates    counts of one season only: no smoothing over seasons
 */
export const seasonal = policyFamily<undefined, Prefetch>('prefetch')(
  'seasonal',
  { source: 'Winters, Management Science 6(3), 1960', cost: 'O(1) amortised' },
  {
    season: ms({ min: 1, default: 86_400_000, meaning: 'after which requests are like before' }),
    phases: count({ min: 1, max: 10_000, default: 24, meaning: 'parts of a season' }),
    degree: count({
      min: 1,
      max: 100_000,
      default: 64,
      meaning: 'keys that are loaded when a phase begins, at most',
    }),
    requestsMin: count({ min: 1, default: 2, meaning: 'requests in a phase that make a key popular' }),
  },
  ({ season, phases, degree, requestsMin }) => {
    const counts = Array.from({ length: phases }, () => new Map<number, number>())
    /** Phases since time 0; -1 before the first request. */
    let present = -1

    function begin(phase: number): number[] {
      const isNextSeason = present >= 0 && phase - present <= phases
      const before = counts[phase % phases]!
      const popular = isNextSeason ? mostAsked(before) : []
      // Phases that passed without a request have nothing to say any more.
      for (let passed = Math.max(present + 1, phase - phases + 1); passed <= phase; passed++)
        counts[passed % phases] = new Map()
      present = phase
      return popular
    }

    const mostAsked = (requests: ReadonlyMap<number, number>) =>
      [...requests]
        .filter(([, times]) => times >= requestsMin)
        .toSorted(([a, timesOfA], [b, timesOfB]) => timesOfB - timesOfA || a - b)
        .slice(0, degree)
        .map(([key]) => key)

    return {
      request(key, now) {
        const phase = Math.floor(now / (season / phases))
        const guesses = phase > present ? begin(phase) : []
        const own = counts[phase % phases]!
        own.set(key, (own.get(key) ?? 0) + 1)
        return guesses.filter((one) => one !== key)
      },
    }
  },
)
