/** Waiting times of successive customers of an M/M/1 queue: data whose mean, quantiles and correlation are known. */
import { log } from '#core/math/log.ts'
import type { Random } from '#core/random.ts'

/** Lindley's recursion for service times of mean 1 and load rho. It starts with `first`, by default in steady state. */
export function mm1Waits(
  count: number,
  rho: number,
  random: Random,
  first = steadyWait(rho, random),
): number[] {
  const waits: number[] = []
  let wait = first
  for (let i = 0; i < count; i++) {
    waits.push(wait)
    wait = Math.max(0, wait - log(random()) + log(random()) / rho)
  }
  return waits
}

/**
 * An empty queue, or beyond that an exponential wait of mean 1 / (1 - rho) (Kleinrock 1975, section 5.12). It always takes two
 * draws: a number that depended on them would shift all later ones and spoil common and antithetic draws.
 */
function steadyWait(rho: number, random: Random): number {
  const share = random()
  const wait = -log(random()) / (1 - rho)
  return share < 1 - rho ? 0 : wait
}

export const mm1MeanWait = (rho: number): number => rho / (1 - rho)

/** Quantile p of the wait, p above 1 - rho. */
export const mm1WaitQuantile = (rho: number, p: number): number => log(rho / (1 - p)) / (1 - rho)

/** Share of `count` experiments whose interval holds the truth. */
export function coverageOf(
  count: number,
  truth: number,
  experiment: (index: number) => { low: number; high: number },
): number {
  let held = 0
  for (let index = 0; index < count; index++) {
    const { low, high } = experiment(index)
    if (low <= truth && truth <= high) held++
  }
  return held / count
}
