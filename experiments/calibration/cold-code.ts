import type { ColdCodeConfig } from '#core/scenario/cold-code-schema.ts'
import type { WarmingSample } from '../live/warm-up.ts'

export type ColdCode = Omit<ColdCodeConfig, 'requestsBefore'>

/** Of code that is compiled from the beginning. */
export const compiled: ColdCode = { extraRatio: 0, compileMs: 0, requestsToHalf: 50 }

/** What the nodes did between two samples. */
interface Step {
  readonly from: number
  readonly to: number
  readonly loopMs: number
  readonly threadsMs: number
}

/** Steps with fewer requests tell little; with fewer steps than this nothing is told. */
const requestsMin = 20
const stepsMin = 6
/** Requests of a node until half is left: what is tried, each by so much more than the one before. */
const tried = { from: 5, to: 5_000, ratio: 1.1 }

/**
 * How much longer cold code takes, and for how long: processor time a request is a constant and what falls as 1 / (1 + n / pace) with
 * the requests before it, of loops and of other threads.
 *
 * Four clusters of two nodes: 29 % less is left unexplained than with an exponential.
 *
 * Parameters  warmings, samples of clusters that warmed up, each from its start; nodes, of a cluster, which answered equally many
 * Method      linear least squares on the steps for each pace, weighted by requests; the pace with the least squares
 */
export function fitColdCode(warmings: readonly (readonly WarmingSample[])[], nodes: number): ColdCode {
  const steps = warmings.flatMap((samples) => stepsOf(samples, nodes))
  if (steps.length < stepsMin) return compiled
  let best = { squares: Number.POSITIVE_INFINITY, found: compiled }
  for (let requests = tried.from; requests <= tried.to; requests *= tried.ratio) {
    const loop = fitted(steps, requests, ({ loopMs }) => loopMs)
    const threads = fitted(steps, requests, ({ threadsMs }) => threadsMs)
    const squares = loop.squares + threads.squares
    if (squares >= best.squares) continue
    const extraRatio = loop.constant > 0 ? Math.max(0, loop.falling / loop.constant) : 0
    const compileMs = Math.max(0, threads.falling)
    best = { squares, found: { extraRatio, compileMs, requestsToHalf: Math.round(requests) } }
  }
  return best.found
}

/** Of one node. */
function stepsOf(samples: readonly WarmingSample[], nodes: number): Step[] {
  const [first] = samples
  return samples.slice(1).flatMap((sample, index) => {
    const before = samples[index]!
    if (sample.requests - before.requests < requestsMin) return []
    return {
      from: (before.requests - first!.requests) / nodes,
      to: (sample.requests - first!.requests) / nodes,
      loopMs: (sample.loopCpuMs - before.loopCpuMs) / nodes,
      threadsMs: (sample.threadsCpuMs - before.threadsCpuMs) / nodes,
    }
  })
}

/** y = constant * requests + falling * (what 1 / (1 + n / pace) sums up to), weighted by 1 / requests. */
function fitted(steps: readonly Step[], pace: number, read: (step: Step) => number) {
  let [aa, ab, bb, ay, by, yy] = [0, 0, 0, 0, 0, 0]
  for (const step of steps) {
    const requests = step.to - step.from
    const share = fallingSum(step, pace) / requests
    const y = read(step) / requests
    aa += requests
    ab += requests * share
    bb += requests * share * share
    ay += requests * y
    by += requests * share * y
    yy += requests * y * y
  }
  const determinant = aa * bb - ab * ab
  if (determinant <= 1e-12 * aa * bb) return { constant: ay / aa, falling: 0, squares: yy - (ay * ay) / aa }
  const constant = (ay * bb - by * ab) / determinant
  const falling = (by * aa - ay * ab) / determinant
  return { constant, falling, squares: yy - constant * ay - falling * by }
}

const fallingSum = ({ from, to }: Step, pace: number): number => pace * Math.log((pace + to) / (pace + from))
