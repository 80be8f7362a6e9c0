import { describe, expect, it } from 'vitest'
import { makeAdmit } from '../core/admit/make-admit.ts'

/** What every admission promises. */
export function admitContract(policy: string): void {
  /** Requests one after the other, some of which fail; how each was decided. */
  function run(count: number, failsEvery: number): boolean[] {
    const { admit, clock } = makeAdmit({ policy })
    return Array.from({ length: count }, (_, id) => {
      clock.now += 20
      const isIn = admit.tryEnter({ priority: id % 3 })
      if (isIn) admit.finished({ ms: 5 + (id % 7), isFailed: (id + 1) % failsEvery === 0 })
      return isIn
    })
  }

  describe(`the admission ${policy}`, () => {
    it('lets everybody in while there is little load and nothing fails', () => {
      expect(run(1_000, 1e9)).not.toContain(false)
    })

    it('decides the same way again, whatever fails', () => {
      expect(run(2_000, 3)).toEqual(run(2_000, 3))
    })

    it('never shuts for good: after failures and a rest somebody enters again', () => {
      const { admit, clock, entering } = makeAdmit({ policy })
      for (let id = 0; id < 500; id++) {
        clock.now += 1
        if (admit.tryEnter()) admit.finished({ ms: 10_000, isFailed: true })
      }
      clock.now += 3_600_000
      expect(entering(1)).toBe(1)
    })

    it('says how long to wait as a time that is not negative', () => {
      const { admit, entering } = makeAdmit({ policy })
      entering(500)
      expect(admit.retryAfterMs()).toBeGreaterThanOrEqual(0)
    })

    it('takes requests that are given up', () => {
      const { admit, entering } = makeAdmit({ policy })
      for (let id = 0; id < 50; id++) if (admit.tryEnter()) admit.finished()
      expect(entering(1)).toBe(1)
    })
  })
}
