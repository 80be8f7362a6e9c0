import type { Ms } from '#core/units.ts'
import type { PeriodSummary } from './period.ts'

export interface RewardWeights {
  /** A mean response of so much costs 1. */
  readonly objectiveMs: Ms
  /** What the response costs at most. */
  readonly responseCostMax: number
  /** What it costs when everything is refused. */
  readonly refusalCost: number
  /** What it costs when the clients render everything. */
  readonly clientCost: number
}

/**
 * How well a period went, 0 at best: - (latency / objective) - costs, clipped.
 *
 *   r = - min(most, response / objective) - refusal cost * share refused - client cost * share rendered by clients
 *
 * Source    reward of queueing control: Mao, Alizadeh, Menache, Kandula, HotNets 2016, section 3; clipping: Mnih et al., Nature 518, 2015
 * Deviates  a period in which nothing was finished although something waited costs the most; one without any request costs nothing
 */
export function rewardOf(period: PeriodSummary, weights: RewardWeights): number {
  const { finished, refused, queueMean } = period
  const refusedShare = refused === 0 ? 0 : refused / (finished + refused)
  const costs = weights.refusalCost * refusedShare + weights.clientCost * period.clientRatio
  return -responseCost() - costs

  function responseCost(): number {
    if (finished > 0) return Math.min(weights.responseCostMax, period.responseMsMean / weights.objectiveMs)
    return refused === 0 && queueMean > 0 ? weights.responseCostMax : 0
  }
}
