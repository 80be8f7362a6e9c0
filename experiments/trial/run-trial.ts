import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeResult } from '../result-folder.ts'
import { readWebScenario } from '../scenario-file.ts'
import { percent, tableLines } from '../table.ts'
import type { Call } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { runJobs } from '../worker-pool.ts'
import { adaptive, type Contender, presetContender, schedulers } from './contenders.ts'
import { type TrafficSet, trafficNames } from './traffic.ts'
import {
  cellsOf,
  cheapest,
  differencesOf,
  hindsight,
  jobsOf,
  type Read,
  type Runs,
  runsOf,
  type TrialCell,
  type TrialDifference,
  trainingRounds,
} from './trial.ts'
import type { TrialJob, TrialRun } from './trial-worker.ts'

const scenarioPath = fileURLToPath(new URL('./trial.yaml', import.meta.url))
const script = new URL('./trial-worker.ts', import.meta.url)

/** Tuning looks at fewer seeds than the trial. */
const tuningSeeds = 3

interface Named {
  readonly name: string
  readonly runs: Runs
}

/**
 * Tunes on the training set, then runs everybody once on the test set, and prints what came out.
 *
 * Parameters  of the call: --replications (seeds, 10 unless said), --rounds of training, --set, --out
 * Errors      ConfigInvalid; an aborted trial says nothing
 */
export async function reproduceTrial(call: Call): Promise<number> {
  const { values, out } = call
  const seeds = wholeNumber('--replications', values.replications, { min: 2, max: 1000 }) ?? 10
  const rounds = wholeNumber('--rounds', values.rounds, { min: 0, max: 1000 }) ?? trainingRounds
  const sets = (values.set as string[] | undefined) ?? []
  const read: Read = (changes) => readWebScenario(scenarioPath, [...changes, ...sets])
  const startedMs = performance.now()

  async function play(contenders: readonly Contender[], set: TrafficSet, count: number): Promise<Named[]> {
    const learning = contenders.filter(({ learns }) => learns === true)
    const others = contenders.filter(({ learns }) => learns !== true).map((contender) => [contender])
    const groups = learning.length === 0 ? others : [...others, learning]
    const jobs = groups.flatMap((group) => jobsOf(group, { set, seeds: count, rounds, read }))
    const results = await inThreads(jobs, call, set)
    return groups.flatMap((group, index) => {
      const runs = runsOf(group, results.slice(index * count, (index + 1) * count))
      return group.map(({ name }, place) => ({ name, runs: runs[place]! }))
    })
  }

  const presets = read([]).control.presets.map(({ name }, index) => presetContender(name, index))
  const tuning = await play(presets, 'train', Math.min(seeds, tuningSeeds))
  const tuned = cheapest(tuning.map(({ runs }) => runs))
  const learners = adaptive(tuned)
  const tested = await play([...schedulers, ...presets, ...learners], 'test', seeds)
  if (call.signal.aborted) return 1
  const fixed = tested.slice(schedulers.length, schedulers.length + presets.length)
  const contenders: readonly Named[] = [
    ...tested.slice(0, schedulers.length),
    { name: `static, tuned: ${presets[tuned]!.name.replace('static: ', '')}`, runs: fixed[tuned]!.runs },
    { name: 'static, best in hindsight', runs: hindsight(fixed.map(({ runs }) => runs)) },
    ...tested.slice(-learners.length),
  ]
  const document = {
    kind: 'trial',
    seeds,
    rounds,
    tuned: presets[tuned]!.name,
    cells: contenders.flatMap(({ name, runs }) => cellsOf(name, runs)),
    presets: fixed.flatMap(({ name, runs }) => cellsOf(name, runs)),
    differences: comparisons(contenders),
    wallMs: Math.round(performance.now() - startedMs),
  }
  out.json(document)
  printTrial(document, out.line)
  const folder = (values.out as string | undefined) ?? join('runs', 'trial')
  out.line(`written: ${writeResult(folder, 'trial.json', JSON.stringify(document))}`)
  return 0
}

async function inThreads(jobs: readonly TrialJob[], { signal, out }: Call, set: string) {
  const shares = new Float64Array(jobs.length)
  const noted = (index: number, share: number) => {
    shares[index] = share
    out.progress(`trial, ${set} traffic: ${percent(shares.reduce((sum, one) => sum + one, 0) / jobs.length)}`)
  }
  // Those that learn take longest and come last in the list; they are begun first.
  const order = jobs.map((_, index) => index).sort((a, b) => weight(jobs[b]!) - weight(jobs[a]!) || a - b)
  const outcomes = await runJobs<TrialJob, TrialRun[]>(
    script,
    order.map((index) => jobs[index]!),
    { workers: availableParallelism(), signal, noted },
  )
  const results: TrialRun[][] = jobs.map(() => [])
  for (const [place, outcome] of outcomes.entries()) {
    if (outcome === undefined) continue
    if ('error' in outcome) throw outcome.error
    results[order[place]!] = outcome.result
  }
  return results
}

const weight = ({ training, rounds, tests }: TrialJob): number => training.length * rounds + tests.length

/** Each that adapts against each that does not. */
function comparisons(contenders: readonly Named[]): TrialDifference[] {
  const bases = contenders.slice(0, schedulers.length + 2)
  return contenders
    .slice(bases.length)
    .flatMap((candidate) => bases.flatMap((base) => differencesOf(candidate, base)))
}

function printTrial(
  o: { cells: readonly TrialCell[]; differences: readonly TrialDifference[]; seeds: number; wallMs: number },
  line: (text: string) => void,
): void {
  const names = [...new Set(o.cells.map(({ contender }) => contender))]
  const table = (title: string, show: (cell: TrialCell) => string) => {
    line(title)
    const rows = names.map((name) => [
      name,
      ...o.cells.filter(({ contender }) => contender === name).map(show),
    ])
    for (const text of tableLines(['', ...trafficNames], rows)) line(text)
    line('')
  }
  table(
    `cost of a period, interquartile mean of ${o.seeds} seeds with 95 % bootstrap interval; worst seed`,
    ({ cost, costWorst }) =>
      `${cost.estimate.toFixed(3)} [${cost.low.toFixed(3)}, ${cost.high.toFixed(3)}] ${costWorst.toFixed(3)}`,
  )
  table(
    'mean response / P95, ms; errors',
    ({ responseMsMean, responseMsP95, errorRatio }) =>
      `${responseMsMean.toFixed(0)} / ${responseMsP95.toFixed(0)}; ${percent(errorRatio)}`,
  )
  table('share of time with the rules of the fall-back', ({ fallbackRatio }) => percent(fallbackRatio))
  line(
    'more cost than the base (+), paired by seed: interquartile mean with 95 % bootstrap interval; worst seed',
  )
  const pairs = o.differences.filter(({ traffic }) => traffic === 'all')
  const of = (pair: TrialDifference) =>
    o.differences.filter(({ candidate, base }) => candidate === pair.candidate && base === pair.base)
  const rows = pairs.map((pair) => [
    pair.candidate,
    pair.base,
    ...of(pair).map(({ relative }) => signed(relative.estimate)),
    `[${signed(pair.relative.low)}, ${signed(pair.relative.high)}]`,
    signed(pair.relativeWorst),
    pair.verdict,
  ])
  const header = ['candidate', 'base', ...trafficNames, 'all', 'interval of all', 'worst seed', '']
  for (const text of tableLines(header, rows)) line(text)
  line(`${(o.wallMs / 1000).toFixed(0)} s`)
}

const signed = (ratio: number): string => `${ratio >= 0 ? '+' : ''}${(ratio * 100).toFixed(1)} %`
