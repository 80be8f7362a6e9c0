/**
 * Costs from measurements at several loads.
 *
 *   parts        processor time of each process at the lowest load, for each time it worked; gateway: a request that goes on to a node
 *                counts twice
 *   stages       times measured in the node at the lowest load, where hardly anything interrupts them; their distribution as measured, or
 *                lognormal where a test does not refuse that
 *   node         what its processor time holds beyond the stages: replies of shared cache and database, and HTTP, which counts three
 *                replies and goes to accept and respond, half each
 *   load         processor time measured at each load in relation to what these costs predict there
 *   delays       round trips as measured at the lowest load, without the costs above: what is left is waiting for the kernel
 *
 * Deviates     the split of the node's remaining time into replies and HTTP is a rule, not a measurement: the loads are too alike to tell
 */

import { quantilesOf, type TimeSum } from '#core/collections/time-sum.ts'
import type { CostAtRate, Distribution, StageCost } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Spread } from '#server/load/load-result.ts'
import { ksNormal } from '../statistics/kolmogorov-smirnov.ts'
import { type NodeStage, nodeStages, type Phase } from './phase.ts'

/** A cost with what is known of its uncertainty. */
export interface FittedCost extends StageCost {
  readonly samples: number
  /** Standard error of the mean in relation to it. */
  readonly errorRatio: number
  readonly shape: 'measured' | 'lognormal'
}

export interface Fit {
  readonly costs: Readonly<Partial<Record<NodeStage, FittedCost>>>
  readonly partCosts: Readonly<Record<'reply' | 'gateway' | 'forward' | 'remote' | 'query' | 'client', Ms>>
  readonly costsAtRate: readonly CostAtRate[]
  readonly delays: Readonly<Record<'client' | 'remote' | 'database', Distribution>>
}

/** HTTP at a node costs as much as so many replies. */
const repliesOfHttp = 3

/** Parameters: phases, ascending in load, at least one. */
export function fitCosts(phases: readonly Phase[]): Fit {
  const lowest = phases[0]!
  const { counts, cpuMs } = lowest
  const each = (ms: Ms, count: number): Ms => (count > 0 ? ms / count : 0)
  const gateway = each(cpuMs.gateway, counts.gateway + counts.forward)
  const restMs = Math.max(
    0,
    cpuMs.nodes - nodeStages.reduce((sum, stage) => sum + lowest.stages[stage].sumMs, 0),
  )
  const reply = each(restMs, counts.reply + repliesOfHttp * lowest.requestsAtNodes)
  const partCosts = {
    reply,
    gateway,
    forward: gateway,
    remote: each(cpuMs.store, counts.remote),
    query: each(cpuMs.database, counts.query),
    client: each(cpuMs.generator, counts.client),
  }
  const costs: Partial<Record<NodeStage, FittedCost>> = {}
  for (const stage of nodeStages) {
    const aroundMs = stage === 'accept' || stage === 'respond' ? (repliesOfHttp * reply) / 2 : 0
    if (lowest.stages[stage].count > 0) costs[stage] = fittedCost(lowest.stages[stage], aroundMs)
  }
  return {
    costs,
    partCosts,
    costsAtRate: phases.map((phase) => ({
      ratePerSecond: phase.ratePerSecond,
      factor: measuredMs(phase) / Math.max(1e-9, predictedMs(phase, costs, partCosts)),
    })),
    delays: {
      client: delayOf(lowest.gatewayAnswerMs, partCosts.client + gateway),
      remote: delayOf(asSpread(lowest.remote), partCosts.remote + reply),
      database: delayOf(asSpread(lowest.database), partCosts.query + reply),
    },
  }
}

const measuredMs = ({ cpuMs }: Phase): Ms => Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0)

function predictedMs(phase: Phase, costs: Fit['costs'], partCosts: Fit['partCosts']): Ms {
  const parts = Object.entries(partCosts).reduce(
    (sum, [part, ms]) => sum + ms * phase.counts[part as keyof typeof partCosts],
    0,
  )
  return nodeStages.reduce(
    (sum, stage) => sum + (costs[stage]?.fixedMs ?? 0) * phase.stages[stage].count,
    parts,
  )
}

/** Points of a measured distribution: each stands for 2 %. */
const factorPoints = 50
/** A lognormal distribution is taken when a sample of this size does not speak against it. */
const testedPoints = 200
const refusedBelow = 0.05

function fittedCost(sum: TimeSum, aroundMs: Ms): FittedCost {
  const meanMs = sum.sumMs / sum.count
  const quantiles = quantilesOf(sum, factorPoints)
  const measuredMean = quantiles.reduce((total, ms) => total + ms, 0) / quantiles.length
  const variance = quantiles.reduce((total, ms) => total + (ms - measuredMean) ** 2, 0) / quantiles.length
  const cv = measuredMean === 0 ? 0 : Math.sqrt(variance) / measuredMean
  const isLognormal =
    sum.count >= testedPoints && ksNormal(quantilesOf(sum, testedPoints).map(Math.log)).pValue > refusedBelow
  const fixedMs = meanMs + aroundMs
  return {
    fixedMs,
    msPerKiB: 0,
    // What is added around a stage varies with it.
    cv,
    factors: isLognormal ? [] : quantiles.map((ms) => ms / measuredMean),
    samples: sum.count,
    errorRatio: cv / Math.sqrt(sum.count),
    shape: isLognormal ? 'lognormal' : 'measured',
  }
}

const asSpread = (sum: TimeSum): Spread => ({
  count: sum.count,
  mean: sum.count === 0 ? 0 : sum.sumMs / sum.count,
  cv: 0,
  quantiles: quantilesOf(sum, 100),
})

/** At least this part of a measured round trip is waiting, whatever the costs say. */
const leastWaiting = 0.2

/** A measured time without the costs it contains, its shape kept. */
function delayOf({ mean, quantiles }: Spread, costMs: Ms): Distribution {
  const meanMs = Math.max(leastWaiting * mean, mean - costMs)
  if (quantiles.length === 0 || mean === 0) return { shape: 'constant', meanMs: 0, cv: 0 }
  const measured = quantiles.reduce((sum, ms) => sum + ms, 0) / quantiles.length
  const values = quantiles.map((ms) => (ms * meanMs) / measured)
  return { shape: 'empirical', meanMs, cv: 0, values }
}
