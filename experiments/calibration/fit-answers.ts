/**
 * What processor times do not tell, from the answers of nodes: the simulated ones must be distributed as those that were measured, at every
 * load.
 *
 *   path          how much of the processor time at each load is spent before the answer: the mean tells
 *   HTTP          how much of the event loop's time is paid once a request and not once an operation: short answers tell
 *   delays        waiting for the kernel, which does not keep others waiting: answers with many operations tell
 *   speed         how much the speed of the processors varies: long answers tell
 *
 * Method   in turns a secant on the mean for each load, and a pattern search on the shapes, which are quantiles in relation to the mean: mean
 *          distance of their logarithms, loads weighted by the root of their samples, one random seed for all (Hooke and Jeeves, J. ACM 8, 1961)
 * Cost     some 50 simulations of about 2,000 requests a load, and four of 10,000
 */
import { setImmediate as pause } from 'node:timers/promises'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'
import { createWorld } from '#sim/world.ts'
import { atLoad } from '../live/load-level.ts'
import { calibrated } from './apply.ts'
import type { Calibration } from './calibration-file.ts'
import { fitCosts, type Unseen } from './fit.ts'
import type { Phase } from './phase.ts'

export interface AnswerFit extends Unseen {
  readonly speedCv: number
  /** Mean distance of simulated means and quantiles from measured ones, at each load; 0 where too few answers tell. */
  readonly errorRatios: readonly Ratio[]
}

const bounds = {
  repliesOfHttp: [0.1, 8],
  delayMs: [0.001, 5],
  speedCv: [0.02, 1.5],
  pathRatio: [0.1, 3],
} as const
/** By how much a value is changed at first, then when that no longer helps. */
const steps = [1.6, 1.25, 1.1]
const guessesMax = 12

const comparedQuantiles = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
/** Fewer answers do not tell their quantiles. */
const answersMin = 50

type Searched = 'repliesOfHttp' | 'delayMs' | 'speedCv'
const searched: readonly Searched[] = ['repliesOfHttp', 'delayMs', 'speedCv']
type Guess = Readonly<Record<Searched, number>> & Pick<Unseen, 'pathRatios'>
const firstGuess = { repliesOfHttp: 1, delayMs: 0.02, speedCv: 0.4 }

export type Measured = Omit<Calibration, 'fit' | 'answers'>

/** The guess that simulates answers of nodes as they were measured; undefined when it was stopped. */
export async function fitAnswers(
  scenario: WebScenario,
  measured: Measured,
  signal: AbortSignal = new AbortController().signal,
): Promise<AnswerFit | undefined> {
  const { phases } = measured
  const answers = (phase: Phase, guess: Guess, requests = roughRequests) =>
    simulatedAnswers(scenario, measured, phase, guess, requests)
  const telling = phases.filter(isTelling)
  const weights = telling.map(({ nodeAnswerMs }) => Math.sqrt(nodeAnswerMs.count))
  const errorOf = (guess: Guess): number =>
    weightedMean(
      telling.map((phase) => shapeDistance(phase, answers(phase, guess))),
      weights,
    )
  let best: Guess = { ...firstGuess, pathRatios: phases.map(() => 1) }
  for (const step of [...steps, 1]) {
    const requests = step > 1 ? roughRequests : fineRequests
    const pathRatios: Ratio[] = []
    for (const [index, phase] of phases.entries()) {
      await pause()
      if (signal.aborted) return undefined
      pathRatios.push(
        pathRatioOf(
          phase,
          best.pathRatios[index]!,
          (ratio) =>
            answers(phase, { ...best, pathRatios: best.pathRatios.with(index, ratio) }, requests).meanMs,
        ),
      )
    }
    best = { ...best, pathRatios }
    if (step > 1 && telling.length > 0) best = await improved(best, { step, errorOf, signal })
  }
  if (signal.aborted) return undefined
  const errorRatios = phases.map((phase) =>
    isTelling(phase) ? wholeDistance(phase, answers(phase, best, fineRequests)) : 0,
  )
  return { ...best, errorRatios }
}

const isTelling = ({ nodeAnswerMs }: Phase): boolean => nodeAnswerMs.count >= answersMin

/** Goes to a neighbour as long as one is better. */
async function improved(
  start: Guess,
  o: { readonly step: number; readonly errorOf: (guess: Guess) => number; readonly signal: AbortSignal },
): Promise<Guess> {
  let best = start
  let least = o.errorOf(best)
  let guesses = 0
  for (let isBetter = true; isBetter; ) {
    isBetter = false
    for (const next of neighbours(best, o.step)) {
      if (guesses++ >= guessesMax || o.signal.aborted) return best
      await pause()
      const error = o.errorOf(next)
      if (error >= least) continue
      ;[best, least, isBetter] = [next, error, true]
      break
    }
  }
  return best
}

const neighbours = (guess: Guess, step: number): Guess[] =>
  searched.flatMap((name) =>
    [guess[name] * step, guess[name] / step]
      .map((value) => within(bounds[name], value))
      .filter((value) => value !== guess[name])
      .map((value) => ({ ...guess, [name]: value })),
  )

const within = ([least, most]: readonly [number, number], value: number): number =>
  Math.min(most, Math.max(least, value))

interface Answers {
  readonly meanMs: Ms
  readonly quantiles: readonly Ms[]
}

function measuredAnswers({ nodeAnswerMs: { mean, quantiles: ranks } }: Phase): Answers {
  const last = ranks.length - 1
  const quantiles = comparedQuantiles.map((share) => ranks[Math.min(last, Math.floor(share * ranks.length))]!)
  return { meanMs: mean, quantiles }
}

function shapeDistance(phase: Phase, simulated: Answers): number {
  const measured = measuredAnswers(phase)
  const scale = simulated.meanMs / measured.meanMs
  return distance(
    measured.quantiles.map((ms) => ms * scale),
    simulated.quantiles,
  )
}

function wholeDistance(phase: Phase, simulated: Answers): number {
  const measured = measuredAnswers(phase)
  return distance([measured.meanMs, ...measured.quantiles], [simulated.meanMs, ...simulated.quantiles])
}

/** Nothing at all is as far as this. */
const farthest = 10

const distance = (a: readonly Ms[], b: readonly Ms[]): number =>
  a.reduce((sum, ms, index) => {
    const one = Math.abs(Math.log(b[index]! / ms))
    return sum + (one < farthest ? one : farthest)
  }, 0) / a.length

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  return values.reduce((sum, value, index) => sum + value * weights[index]!, 0) / whole
}

const warmUpMs = 2_000
/** While shapes are searched for, and when the last path is: a mean of so many is known to some 2 %. */
const roughRequests = 2_000
const fineRequests = 10_000
const durations = [6_000, 120_000] as const

function simulatedAnswers(
  scenario: WebScenario,
  measured: Measured,
  { loadRatio, ratePerSecond }: Phase,
  guess: Guess,
  requests: number,
): Answers {
  const durationMs = within(durations, warmUpMs + (1000 * requests) / Math.max(1e-3, ratePerSecond))
  const short = { ...atLoad(scenario, loadRatio), durationMs, warmUpMs }
  const fit = fitCosts(measured.phases, guess)
  const world = createWorld(calibrated(short, { ...measured, fit, answers: { ...guess, errorRatios: [] } }))
  world.open()
  world.runUntil(durationMs)
  const { nodeResponse } = world.measure
  return {
    meanMs: nodeResponse.mean,
    quantiles: comparedQuantiles.map((share) => nodeResponse.quantile(share)),
  }
}

/** A second point of the line through which the mean is found. */
const apart = 1.15

/** An answer is longer by the same for each part of the path, nearly: a line through two simulations gives the ratio, a third corrects it. */
function pathRatioOf({ nodeAnswerMs: live }: Phase, start: Ratio, meanMs: (ratio: Ratio) => Ms): Ratio {
  if (live.count === 0) return start
  const startMs = meanMs(start)
  const other = within(bounds.pathRatio, startMs < live.mean ? start * apart : start / apart)
  const otherMs = meanMs(other)
  const slope = (otherMs - startMs) / (other - start)
  const found = slope > 0 ? within(bounds.pathRatio, start + (live.mean - startMs) / slope) : other
  const foundMs = meanMs(found)
  const refined = (foundMs - startMs) / (found - start)
  return refined > 0 ? within(bounds.pathRatio, found + (live.mean - foundMs) / refined) : found
}
