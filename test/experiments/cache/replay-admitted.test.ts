import { describe, expect, it } from 'vitest'
import { replayTrace } from '#core/cache/replay-trace.ts'
import { replayAdmitted } from '#experiments/cache/replay-admitted.ts'

/** Four keys all the time, each time followed by one that never comes again. */
const keys = Uint32Array.from({ length: 4000 }, (_, index) =>
  index % 2 === 0 ? (index / 2) % 4 : 1000 + index,
)
const lru = { policy: 'lru' }

describe('a trace with admission', () => {
  it('counts as the plain replay when all are admitted, with sizes and without', () => {
    const sizes = keys.map((key) => 1 + (key % 5))
    for (const trace of [{ keys }, { keys, sizes }]) {
      const options = { policy: lru, capacity: 7 }
      expect(replayAdmitted(trace, { ...options, admission: { policy: 'always' }, distinct: 2004 })).toEqual(
        replayTrace(trace, options),
      )
    }
  })

  it('misses less where the admission keeps out what is asked for once', () => {
    const options = { policy: lru, capacity: 4, distinct: 2004 }
    const all = replayAdmitted({ keys }, { ...options, admission: { policy: 'always' } })
    const few = replayAdmitted({ keys }, { ...options, admission: { policy: 'tiny-lfu' } })
    expect(all.misses).toBe(4000)
    expect(few.misses).toBeLessThan(2100)
  })
})
