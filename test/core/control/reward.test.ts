import { describe, expect, it } from 'vitest'
import type { PeriodSummary } from '#core/control/period.ts'
import { rewardOf } from '#core/control/reward.ts'

const weights = { objectiveMs: 100, responseCostMax: 5, refusalCost: 4, clientCost: 0.5 }
const period = (given: Partial<PeriodSummary>): PeriodSummary => ({
  finished: 10,
  refused: 0,
  responseMsMean: 50,
  ioWaitMsMean: 0,
  missRatio: 0,
  clientRatio: 0,
  queueMean: 0,
  busyMean: 0,
  busyVariance: 0,
  ...given,
})

describe('the reward', () => {
  it('is the response in objectives, with a minus', () => expect(rewardOf(period({}), weights)).toBe(-0.5))

  it('is clipped', () => expect(rewardOf(period({ responseMsMean: 1e9 }), weights)).toBe(-5))

  it('counts what was refused and what the clients had to render', () =>
    expect(rewardOf(period({ refused: 10, clientRatio: 0.5 }), weights)).toBe(-0.5 - 2 - 0.25))

  it('costs nothing without requests, and the most when what waits does not end', () => {
    const idle = period({ finished: 0, responseMsMean: Number.NaN })
    expect(rewardOf(idle, weights)).toBeCloseTo(0, 12)
    expect(rewardOf({ ...idle, queueMean: 3 }, weights)).toBe(-5)
    expect(rewardOf({ ...idle, refused: 5 }, weights)).toBe(-4)
  })
})
