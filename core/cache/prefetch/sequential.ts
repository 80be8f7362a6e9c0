import type { Prefetch } from '#core/cache/prefetch.ts'
import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'

/**
 * After a run of neighbouring keys the next ones are loaded ahead.
 *
 * Source      Smith: Cache memories. ACM Computing Surveys 14(3), 1982, section 2.1 (one block lookahead); Gill, Modha: SARC. USENIX ATC
 *             2005 (a run is recognised before anything is loaded)
 * Parameters  degree, keys that are loaded ahead; run, neighbouring requests that make a run; streams, runs that are followed at once
 * State       the last key and length of each run
 * Cost        O(streams + degree)
 */
export const sequential = policyFamily<undefined, Prefetch>('prefetch')(
  'sequential',
  { source: 'Smith, ACM Computing Surveys 14(3), 1982', cost: 'O(streams + degree)' },
  {
    degree: count({ min: 1, max: 1024, default: 4, meaning: 'keys that are loaded ahead' }),
    run: count({ min: 1, max: 1024, default: 2, meaning: 'neighbouring requests that make a run' }),
    streams: count({ min: 1, max: 1024, default: 16, meaning: 'runs that are followed at the same time' }),
  },
  ({ degree, run, streams }) => {
    /** Latest first. */
    const runs: { last: number; length: number }[] = []

    function advance(key: number): number {
      const found = runs.findIndex(({ last }) => last === key - 1 || last === key)
      const old = found < 0 ? { last: key, length: 0 } : runs.splice(found, 1)[0]!
      const length = old.last === key && found >= 0 ? old.length : old.length + 1
      runs.unshift({ last: key, length })
      if (runs.length > streams) runs.pop()
      return length
    }

    return {
      request(key) {
        if (advance(key) < run) return []
        return Array.from({ length: degree }, (_, index) => key + 1 + index)
      },
    }
  },
)
