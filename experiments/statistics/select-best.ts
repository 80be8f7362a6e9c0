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
  /** Output of one replication; replication r should meet the same random numbers in every system. */
  readonly sample: (system: number, replication: number) => number
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

/**
 * Picks the best of several systems with probability 1 - alpha at least, if the best leads by delta; otherwise one within delta of the best
 * is likely. Poor systems are dropped as soon as the data allow, one replication at a time.
 *
 *     h^2  = (n0 - 1) ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1)       2 c eta (n0 - 1) with c = 1
 *     W_il = max(0, delta / (2 r) (h^2 S_il^2 / delta^2 - r))         S_il^2: variance of the difference in the first stage
 *     i stays while mean_i >= mean_l - W_il for every l still in play
 *
 * Source      Kim, Nelson: A fully sequential procedure for indifference-zone selection in simulation. ACM TOMACS 11(3), 2001,
 *             with c = 1 and the bound on eta that allows common random numbers
 * Parameters  see SelectionPlan; outputs normal, replications independent of one another; systems may be correlated
 * Cost        O(k^2) a replication beside the samples
 * Errors      a parameter outside its range
 * Deviates    has a cap, where the source ends after max h^2 S_il^2 / delta^2 replications however many these are
 */
export function selectBest(plan: SelectionPlan): Selection {
  checkPlan(plan)
  const { systems, firstStage, delta, alpha, maximise, sample, maxReplications } = plan
  const draw = (system: number, replication: number) =>
    maximise ? sample(system, replication) : -sample(system, replication)
  const numbers = Array.from({ length: systems }, (_, system) => system)
  const outputs = numbers.map((system) =>
    Array.from({ length: firstStage }, (_, replication) => draw(system, replication)),
  )
  const sums = outputs.map((values) => values.reduce((sum, value) => sum + value, 0))
  const horizons = horizonsOf(outputs, delta, alpha)
  const eliminatedAt: (number | undefined)[] = numbers.map(() => undefined)
  let playing = numbers
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
    for (const system of playing) sums[system]! += draw(system, replications)
    replications++
  }
}

/** h^2 S_il^2 / delta^2: after so many replications a pair has no slack left. */
function horizonsOf(outputs: readonly (readonly number[])[], delta: number, alpha: number): number[][] {
  const degrees = outputs[0]!.length - 1
  const h2 = degrees * (((2 * alpha) / (outputs.length - 1)) ** (-2 / degrees) - 1)
  const varianceOfDifference = (a: readonly number[], b: readonly number[]) =>
    variance(a.map((value, replication) => value - b[replication]!))
  return outputs.map((a) => outputs.map((b) => (h2 * varianceOfDifference(a, b)) / (delta * delta)))
}

function checkPlan({ systems, firstStage, delta, alpha, maxReplications }: SelectionPlan): void {
  invariant(systems >= 2, `at least two systems, found ${systems}`)
  invariant(firstStage >= 2, `at least two replications in the first stage, found ${firstStage}`)
  invariant(delta > 0, `a positive delta, found ${delta}`)
  invariant(alpha > 0 && alpha < 1 - 1 / systems, `alpha in (0, ${1 - 1 / systems}), found ${alpha}`)
  invariant(maxReplications >= firstStage, `a cap of at least ${firstStage}, found ${maxReplications}`)
}
