import { invariant } from '#core/invariant.ts'
import { variance } from './moments.ts'

export interface SelectionPlan {
  /** How many systems compete, at least 2; they are numbered from 0. */
  readonly systems: number
  /** Replications of each before the first elimination, at least 2; the source advises 10 or more. */
  readonly firstStage: number
  /** Smallest difference worth detecting, above 0, in units of the output. */
  readonly delta: number
  /** Allowed probability of a wrong choice when the best leads by delta, in (0, 1 - 1 / systems). */
  readonly alpha: number
  /** True when the largest mean is best, false when the smallest is. */
  readonly maximise: boolean
  /** Replications asked for at once after the first stage, at least 1; what an elimination makes superfluous is not used. */
  readonly block: number
  /** Cap of the replications of one system, at least firstStage. */
  readonly maxReplications: number
}

export interface Selection {
  /** The survivor, or the one with the best mean among the survivors when the cap came first. */
  readonly best: number
  readonly replicationsPerSystem: readonly number[]
  /** Replications after which a system was dropped, by system; undefined for survivors. */
  readonly eliminatedAt: readonly (number | undefined)[]
  /** False when the cap stopped it: no error probability holds then. */
  readonly isDecided: boolean
}

/** What is needed next: the outputs of these systems in `count` replications from `first` on, as [system][replication]. */
export interface Draws {
  readonly systems: readonly number[]
  readonly first: number
  readonly count: number
}

/**
 * Picks the best of several systems with probability 1 - alpha at least, if the best leads by delta; otherwise one within delta of the best
 * is likely. Poor systems are dropped as soon as the data allow, one replication at a time.
 *
 *     h^2  = (n0 - 1) ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1)       2 c eta (n0 - 1) with c = 1
 *     W_il = max(0, delta / (2 r) (h^2 S_il^2 / delta^2 - r))         S_il^2: variance of the difference in the first stage
 *     i stays while mean_i >= mean_l - W_il for every l still in play
 *
 * A generator: it asks for outputs in blocks, so that whoever has them made may use many processors.
 *
 * Source      Kim, Nelson: A fully sequential procedure for indifference-zone selection in simulation. ACM TOMACS 11(3), 2001,
 *             with c = 1 and the bound on eta that allows common random numbers
 * Parameters  see SelectionPlan; outputs normal, replications independent of one another; systems may be correlated
 * Cost        O(k^2) a replication beside the samples
 * Errors      a parameter outside its range
 * Deviates    has a cap, where the source ends after max h^2 S_il^2 / delta^2 replications however many these are
 */
export function* selecting(plan: SelectionPlan): Generator<Draws, Selection, readonly (readonly number[])[]> {
  checkPlan(plan)
  const { systems, firstStage, delta, alpha, maximise, maxReplications, block } = plan
  const sign = maximise ? 1 : -1
  const numbers = Array.from({ length: systems }, (_, system) => system)
  const outputs = numbers.map((): number[] => [])
  let playing = numbers
  const take = function* (
    first: number,
    count: number,
  ): Generator<Draws, void, readonly (readonly number[])[]> {
    const drawn = yield { systems: playing, first, count }
    for (const [index, system] of playing.entries())
      for (const value of drawn[index]!) outputs[system]!.push(sign * value)
  }
  yield* take(0, firstStage)
  const sums = outputs.map((values) => values.reduce((sum, value) => sum + value, 0))
  const horizons = horizonsOf(outputs, delta, alpha)
  const eliminatedAt: (number | undefined)[] = numbers.map(() => undefined)
  let replications = firstStage
  for (;;) {
    const slack = (i: number, l: number) => Math.max(0, (delta / 2) * (horizons[i]![l]! - replications))
    const survives = (i: number) => playing.every((l) => l === i || sums[i]! >= sums[l]! - slack(i, l))
    const survivors = playing.filter(survives)
    for (const system of playing) if (!survivors.includes(system)) eliminatedAt[system] = replications
    playing = survivors
    const isOver = playing.every((i) => playing.every((l) => replications > horizons[i]![l]!))
    if (playing.length === 1 || isOver || replications >= maxReplications) {
      return {
        best: playing.reduce((best, system) => (sums[system]! > sums[best]! ? system : best)),
        replicationsPerSystem: eliminatedAt.map((at) => at ?? replications),
        eliminatedAt,
        isDecided: playing.length === 1 || isOver,
      }
    }
    if (outputs[playing[0]!]!.length === replications)
      yield* take(replications, Math.min(block, maxReplications - replications))
    for (const system of playing) sums[system]! += outputs[system]![replications]!
    replications++
  }
}

/** The same with outputs that are there at once: `sample(system, replication)` should meet the same random numbers in every system. */
export function selectBest(
  plan: SelectionPlan,
  sample: (system: number, replication: number) => number,
): Selection {
  const selection = selecting(plan)
  let step = selection.next()
  while (step.done !== true) {
    const { systems, first, count } = step.value
    step = selection.next(
      systems.map((system) => Array.from({ length: count }, (_, index) => sample(system, first + index))),
    )
  }
  return step.value
}

/** h^2 S_il^2 / delta^2: after so many replications a pair has no slack left. */
function horizonsOf(outputs: readonly (readonly number[])[], delta: number, alpha: number): number[][] {
  const degrees = outputs[0]!.length - 1
  const h2 = degrees * (((2 * alpha) / (outputs.length - 1)) ** (-2 / degrees) - 1)
  const varianceOfDifference = (a: readonly number[], b: readonly number[]) =>
    variance(a.map((value, replication) => value - b[replication]!))
  return outputs.map((a) => outputs.map((b) => (h2 * varianceOfDifference(a, b)) / (delta * delta)))
}

function checkPlan({ systems, firstStage, delta, alpha, block, maxReplications }: SelectionPlan): void {
  invariant(systems >= 2, `at least two systems, found ${systems}`)
  invariant(firstStage >= 2, `at least two replications in the first stage, found ${firstStage}`)
  invariant(block >= 1, `a block of at least 1, found ${block}`)
  invariant(delta > 0, `a positive delta, found ${delta}`)
  invariant(alpha > 0 && alpha < 1 - 1 / systems, `alpha in (0, ${1 - 1 / systems}), found ${alpha}`)
  invariant(maxReplications >= firstStage, `a cap of at least ${firstStage}, found ${maxReplications}`)
}
