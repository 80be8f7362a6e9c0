/** The honest trial: who takes part under which traffic, and what its runs say. */
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { BootstrapInterval } from '../statistics/bootstrap.ts'
import { interquartileMean, interquartileMeanInterval } from '../statistics/interquartile-mean.ts'
import { mean } from '../statistics/moments.ts'
import type { Contender } from './contenders.ts'
import { type TrafficName, type TrafficSet, trafficChanges, trafficNames } from './traffic.ts'
import type { TrialJob, TrialRun } from './trial-worker.ts'

/** Reads the trial's scenario with changes in the notation of its file. */
export type Read = (changes: readonly string[]) => WebScenario

/** Rounds of the training set that a learner trains on, each of one episode a traffic. */
export const trainingRounds = 6

/**
 * The work of contenders that share their training: one job a seed, with all traffics of the set for one contender after the other. Those
 * that learn are trained as the first of them; while it trains nothing takes over, and it learns.
 */
export function jobsOf(
  group: readonly Contender[],
  o: { readonly set: TrafficSet; readonly seeds: number; readonly rounds: number; readonly read: Read },
): TrialJob[] {
  const scenarios = (set: TrafficSet, changes: readonly string[]) =>
    trafficNames.map((name) => o.read([...changes, ...trafficChanges(name, set)]))
  const free = ['control.learns=true', 'control.fallback.enabled=false']
  const [first] = group
  const training = first?.learns === true ? scenarios('train', [...first.changes, ...free]) : []
  const tests = group.flatMap(({ changes }) => scenarios(o.set, changes))
  return Array.from({ length: o.seeds }, (_, replication) => ({
    replication,
    training,
    rounds: o.rounds,
    tests,
  }))
}

/** The runs of each contender of a group. Shape: [contender][seed][traffic]. */
export const runsOf = (group: readonly Contender[], results: readonly (readonly TrialRun[])[]): Runs[] =>
  group.map((_, index) =>
    results.map((seed) => seed.slice(index * trafficNames.length, (index + 1) * trafficNames.length)),
  )

/** Runs of one contender. Shape: [seed][traffic]. */
export type Runs = readonly (readonly TrialRun[])[]

/** The one with the least cost over all seeds and traffics, each traffic counting the same. */
export function cheapest(all: readonly Runs[]): number {
  const costs = all.map((runs) => mean(runs.flatMap((seed) => seed.map(({ cost }) => cost))))
  return costs.indexOf(Math.min(...costs))
}

/** For each traffic the one with the least cost in the trial itself: what nobody can know before. Shape: [seed][traffic]. */
export function hindsight(all: readonly Runs[]): Runs {
  const best = trafficNames.map((_, traffic) => {
    const costs = all.map((runs) => mean(runs.map((seed) => seed[traffic]!.cost)))
    return all[costs.indexOf(Math.min(...costs))]!
  })
  return all[0]!.map((_, seed) => trafficNames.map((_, traffic) => best[traffic]![seed]![traffic]!))
}

/** One traffic of one contender over the seeds. */
export interface TrialCell {
  readonly contender: string
  readonly traffic: TrafficName
  /** Interquartile mean over the seeds, with its bootstrap interval. */
  readonly cost: BootstrapInterval
  readonly costWorst: number
  readonly responseMsMean: number
  readonly responseMsP95: number
  readonly errorRatio: number
  readonly fallbackRatio: number
}

export function cellsOf(contender: string, runs: Runs): TrialCell[] {
  return trafficNames.map((traffic, index) => {
    const of = (metric: keyof TrialRun) => runs.map((seed) => seed[index]![metric])
    return {
      contender,
      traffic,
      cost: interval(of('cost'), contender),
      costWorst: Math.max(...of('cost')),
      responseMsMean: interquartileMean(of('responseMsMean')),
      responseMsP95: interquartileMean(of('responseMsP95')),
      errorRatio: interquartileMean(of('errorRatio')),
      fallbackRatio: mean(of('fallbackRatio')),
    }
  })
}

/** How much more a candidate costs than a base, seed by seed under common traffic, as a share of what the base costs. */
export interface TrialDifference {
  readonly candidate: string
  readonly base: string
  /** All: what a seed costs under all traffics together, each counting the same time. */
  readonly traffic: TrafficName | 'all'
  readonly relative: BootstrapInterval
  /** The seed on which the candidate did worst against the base. */
  readonly relativeWorst: number
  readonly verdict: 'better' | 'worse' | 'no difference shown'
}

export function differencesOf(
  candidate: { readonly name: string; readonly runs: Runs },
  base: { readonly name: string; readonly runs: Runs },
): TrialDifference[] {
  const total = (seed: readonly TrialRun[]) => mean(seed.map(({ cost }) => cost))
  const row = (
    traffic: TrafficName | 'all',
    costOf: (seed: readonly TrialRun[]) => number,
  ): TrialDifference => {
    const relative = candidate.runs.map((seed, index) => costOf(seed) / costOf(base.runs[index]!) - 1)
    const found = interval(relative, `${candidate.name} - ${base.name}`)
    return {
      candidate: candidate.name,
      base: base.name,
      traffic,
      relative: found,
      relativeWorst: Math.max(...relative),
      verdict: found.high < 0 ? 'better' : found.low > 0 ? 'worse' : 'no difference shown',
    }
  }
  return [...trafficNames.map((name, index) => row(name, (seed) => seed[index]!.cost)), row('all', total)]
}

/** Fewer resamples than the 50,000 of its source: many intervals are computed, and the third digit does not matter. */
const resamples = 5_000

const interval = (values: readonly number[], name: string): BootstrapInterval =>
  interquartileMeanInterval([values], { random: stream(1, `trial ${name}`), resamples })
