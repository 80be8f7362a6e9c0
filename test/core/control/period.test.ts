import { describe, expect, it } from 'vitest'
import { createPeriod } from '#core/control/period.ts'

describe('a period', () => {
  it('sums up requests, samples and fragments, and begins anew', () => {
    const period = createPeriod(100)
    period.finished(50, 10)
    period.finished(150, 30)
    period.refused()
    period.rendered(true)
    period.rendered(false)
    period.sampled(4, 0.2)
    period.sampled(8, 0.6)
    expect(period.close()).toEqual({
      finished: 2,
      refused: 1,
      responseMsMean: 100,
      ioWaitMsMean: 20,
      missRatio: 2 / 3,
      clientRatio: 0.5,
      queueMean: 6,
      busyMean: 0.4,
      busyVariance: expect.closeTo(0.04, 12),
    })
    expect(period.close()).toMatchObject({ finished: 0, refused: 0, queueMean: 0, busyVariance: 0 })
  })

  it('without a request knows no response and no share of misses', () => {
    const { responseMsMean, missRatio, ioWaitMsMean } = createPeriod(100).close()
    expect([responseMsMean, missRatio, ioWaitMsMean]).toEqual([Number.NaN, Number.NaN, 0])
  })
})
