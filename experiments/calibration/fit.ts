/**
 * Costs from measurements at several loads.
 *
 *   parts        processor time of each process at the lowest load, for each time it worked; gateway: a request that goes on to a node
 *                counts twice
 *   stages       times measured in the node at the lowest load, where hardly anything interrupts them; their distribution as measured, or
 *                lognormal where a test does not refuse that
 *   node         what its processor time holds beyond the stages: operations of shared cache and database, each in proportion to its round
 *                trip, and HTTP, which counts three mean ones and goes to accept and respond, half each
 *   client       as much before the answer as an answer of the gateway leaves room for, the rest after it
 *   load         processor time measured at each load in relation to what these costs predict there
 *   delays       what is left of measured times beside processor time is waiting for the kernel, in the shape of the whole at the
 *                highest load; all of it
 *                together is as long as an answer of a node and one of the gateway were (operations.ts)
 *
 * Deviates     the split of the node's remaining time into replies and HTTP is a rule, not a measurement: the loads are too alike to tell
 */

import { quantilesOf, type TimeSum } from '#core/collections/time-sum.ts'
import type { PartCost } from '#core/flow/effect.ts'
import type { CostAtRate, Distribution, StageCost } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Spread } from '#server/load/load-result.ts'
import { ksNormal } from '../statistics/kolmogorov-smirnov.ts'
import { median } from '../statistics/quantile.ts'
import { operationCosts } from './operations.ts'
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
  readonly partCosts: Readonly<Record<PartCost, Ms>>
  readonly costsAtRate: readonly CostAtRate[]
  readonly delays: Readonly<Record<'client' | 'remote' | 'database', Distribution>>
}

/** HTTP at a node costs as much as so many replies. */
const repliesOfHttp = 3

/** Parameters: phases, ascending in load, at least one. */
export function fitCosts(phases: readonly Phase[]): Fit {
  const lowest = phases[0]!
  const highest = phases.at(-1)!
  const { counts, cpuMs } = lowest
  const each = (ms: Ms, count: number): Ms => (count > 0 ? ms / count : 0)
  const gateway = each(cpuMs.gateway, counts.gateway + counts.forward)
  const restMs = Math.max(
    0,
    cpuMs.nodes - nodeStages.reduce((sum, stage) => sum + lowest.stages[stage].sumMs, 0),
  )
  const hit = withoutWaiters(lowest.gatewayAnswerMs)
  const perClient = each(cpuMs.generator, counts.client)
  const client = Math.min(perClient, Math.max(0, (1 - leastWaiting) * hit.mean - gateway))
  const { stamp, remote, database } = lowest
  const tripsMs = stamp.sumMs + remote.sumMs + database.sumMs
  const meanTripMs = each(tripsMs, stamp.count + remote.count + database.count)
  /** Processor time for each ms of a round trip; HTTP is as much as some mean ones. */
  const perTripMs = each(restMs, tripsMs + repliesOfHttp * meanTripMs * lowest.requestsAtNodes)
  const httpMs = repliesOfHttp * meanTripMs * perTripMs
  const { remoteDelayMs, databaseDelayMs, ...operations } = operationCosts(lowest, {
    perTripMs,
    httpMs,
    forwardMs: gateway,
    hitMs: hit.mean,
  })
  const partCosts = { ...operations, gateway, forward: gateway, client, clientAfter: perClient - client }
  const costs: Partial<Record<NodeStage, FittedCost>> = {}
  for (const stage of nodeStages) {
    const aroundMs = stage === 'accept' || stage === 'respond' ? httpMs / 2 : 0
    if (lowest.stages[stage].count > 0) costs[stage] = fittedCost(lowest.stages[stage], aroundMs)
  }
  const measuredToPredicted = (phase: Phase) =>
    measuredMs(phase) / Math.max(1e-9, predictedMs(phase, costs, partCosts))
  return {
    costs,
    partCosts,
    costsAtRate: phases.map((phase) => ({
      ratePerSecond: phase.ratePerSecond,
      factor: measuredToPredicted(phase) / measuredToPredicted(lowest),
    })),
    delays: {
      client: shaped(hit, Math.max(leastWaiting * hit.mean, hit.mean - client - gateway)),
      remote: shaped(asSpread(highest.remote.count > 0 ? highest.remote : highest.stamp), remoteDelayMs),
      database: shaped(asSpread(highest.database), databaseDelayMs),
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

/** Answers of the gateway that waited for another request are this much longer than the middle one; the simulator lets them wait itself. */
const waitedTimes = 20

function withoutWaiters(hits: Spread): Spread {
  if (hits.quantiles.length === 0) return hits
  const longest = waitedTimes * median(hits.quantiles)
  const quantiles = hits.quantiles.filter((ms) => ms <= longest)
  return { ...hits, quantiles, mean: quantiles.reduce((sum, ms) => sum + ms, 0) / quantiles.length }
}

/** At least this part of a gateway answer is waiting, whatever the costs say. */
const leastWaiting = 0.2

/** A mean in the shape of what was measured. */
function shaped({ mean, quantiles }: Spread, meanMs: Ms): Distribution {
  if (quantiles.length === 0 || mean === 0) return { shape: 'constant', meanMs: 0, cv: 0 }
  const measured = quantiles.reduce((sum, ms) => sum + ms, 0) / quantiles.length
  const values = quantiles.map((ms) => (ms * meanMs) / measured)
  return { shape: 'empirical', meanMs, cv: 0, values }
}
