/**
 * Costs from measurements at several loads.
 *
 *   parts        processor time of each process at the lowest load, for each time it worked; gateway: a request that goes on to a node
 *                counts twice
 *   stages       times measured in the node at the lowest load, where hardly anything interrupts them; their distribution as measured, or
 *                lognormal where a test does not refuse that
 *   node         what the event loop takes beyond the stages: operations of shared cache and database, each in proportion to its round
 *                trip, and HTTP, which counts some mean ones and goes to accept and respond, half each; what other threads of the node take is
 *                theirs
 *   client       as much before the answer as an answer of the gateway leaves room for, the rest after it
 *   load         processor time of each part measured at each load in relation to what these costs predict there
 *   delays       waiting for the kernel, in the shape of measured round trips at the highest load
 *
 * What processor times do not tell (`Unseen`) answers of nodes tell: see fit-answers.ts.
 */

import { quantilesOf, type TimeSum } from '#core/collections/time-sum.ts'
import { type CostGroup, type PartCost, stages, threadStages } from '#core/flow/effect.ts'
import type { CostsAtRate, Distribution, StageCost } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'
import type { Spread } from '#server/load/load-result.ts'
import { ksNormal } from '../statistics/kolmogorov-smirnov.ts'
import { median } from '../statistics/quantile.ts'
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
  readonly costsAtRate: readonly CostsAtRate[]
  readonly delays: Readonly<Record<'client' | 'remote' | 'database', Distribution>>
}

/** What no processor time tells. */
export interface Unseen {
  /** HTTP at a node costs as much as so many replies. */
  readonly repliesOfHttp: number
  /** Of each operation of shared cache and database. */
  readonly delayMs: Ms
  /**
   * At each load, how much of the processor time of loops, shared cache and database is spent before the answer and not after it (the way back
   * to sleep, when there is nothing more to do, is a large part at low load).
   */
  readonly pathRatios: readonly Ratio[]
}

/** Parameters: phases, ascending in load, at least one. */
export function fitCosts(phases: readonly Phase[], { repliesOfHttp, delayMs, pathRatios }: Unseen): Fit {
  const lowest = phases[0]!
  const highest = phases.at(-1)!
  const { counts, cpuMs, stamp, remote, database } = lowest
  const gateway = each(cpuMs.gateway, counts.gateway + counts.forward)
  const hit = withoutWaiters(lowest.gatewayAnswerMs)
  const perClient = each(cpuMs.generator, counts.client)
  const client = Math.min(perClient, Math.max(0, (1 - leastWaiting) * hit.mean - gateway))
  const loopRestMs = Math.max(0, lowest.loopCpuMs - stagesMs(lowest, stages))
  const threadsRestMs = Math.max(0, cpuMs.nodes - lowest.loopCpuMs - stagesMs(lowest, threadStages))
  const tripsMs = stamp.sumMs + remote.sumMs + database.sumMs
  const meanTripMs = each(tripsMs, stamp.count + remote.count + database.count)
  /** Of the event loop for each ms of a round trip. */
  const perTripMs = each(loopRestMs, tripsMs + repliesOfHttp * meanTripMs * lowest.requestsAtNodes)
  const replyMs = (trips: TimeSum): Ms => perTripMs * each(trips.sumMs, trips.count)
  const httpMs = repliesOfHttp * meanTripMs * perTripMs
  const partCosts = {
    gateway,
    forward: gateway,
    threads: each(threadsRestMs, counts.threads),
    replyStamp: replyMs(stamp),
    replyBody: replyMs(remote),
    replyRow: replyMs(database),
    remote: each(cpuMs.store, counts.remote),
    query: each(cpuMs.database, counts.query),
    client,
    clientAfter: perClient - client,
  }
  const costs: Partial<Record<NodeStage, FittedCost>> = {}
  for (const stage of nodeStages) {
    const aroundMs = stage === 'accept' || stage === 'respond' ? httpMs / 2 : 0
    if (lowest.stages[stage].count > 0) costs[stage] = fittedCost(lowest.stages[stage], aroundMs)
  }
  return {
    costs,
    partCosts,
    costsAtRate: phases.map((phase, index) => costsAt(phase, pathRatios[index]!, { costs, partCosts })),
    delays: {
      client: shaped(hit, Math.max(leastWaiting * hit.mean, hit.mean - client - gateway)),
      remote: shaped(asSpread(highest.remote.count > 0 ? highest.remote : highest.stamp), delayMs),
      database: shaped(asSpread(highest.database), delayMs),
    },
  }
}

const each = (ms: Ms, count: number): Ms => (count > 0 ? ms / count : 0)

const stagesMs = ({ stages: measured }: Phase, names: readonly NodeStage[]): Ms =>
  names.reduce((sum, stage) => sum + measured[stage].sumMs, 0)

const factorMin = 0.01
const factorMax = 100

function costsAt(
  phase: Phase,
  pathRatio: Ratio,
  { costs, partCosts }: Pick<Fit, 'costs' | 'partCosts'>,
): CostsAtRate {
  const { counts, cpuMs } = phase
  const predicted = (...parts: PartCost[]): Ms =>
    parts.reduce((sum, part) => sum + partCosts[part] * counts[part], 0)
  const staged = (names: readonly NodeStage[]): Ms =>
    names.reduce((sum, stage) => sum + (costs[stage]?.fixedMs ?? 0) * phase.stages[stage].count, 0)
  const pathMs = pathRatio * phase.loopCpuMs
  const factor = (measuredMs: Ms, predictedMs: Ms): number =>
    predictedMs === 0 ? 1 : Math.min(factorMax, Math.max(factorMin, measuredMs / predictedMs))
  const factors: Record<CostGroup, number> = {
    gateway: factor(cpuMs.gateway, predicted('gateway', 'forward')),
    nodes: factor(pathMs, staged(stages) + predicted('replyStamp', 'replyBody', 'replyRow')),
    threads: factor(cpuMs.nodes - pathMs - staged(threadStages), predicted('threads')),
    store: factor(pathRatio * cpuMs.store, predicted('remote')),
    database: factor(pathRatio * cpuMs.database, predicted('query')),
    client: factor(cpuMs.generator, predicted('client', 'clientAfter')),
  }
  return { ratePerSecond: phase.ratePerSecond, ...factors }
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
