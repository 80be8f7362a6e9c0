import { beta } from './incomplete-beta.ts'

export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly replications: number
}

/**
 * Mean of independent replications with its Student interval. One replication has no interval: low and high are then the mean.
 *
 * Source  Law, Simulation Modeling and Analysis, 5th edition, eq. 4.12
 */
export function studentInterval(values: readonly number[], confidence = 0.95): Interval {
  const replications = values.length
  let sum = 0
  for (const value of values) sum += value
  const mean = sum / replications
  if (replications < 2) return { mean, low: mean, high: mean, replications }
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  const half =
    studentQuantile((1 + confidence) / 2, replications - 1) *
    Math.sqrt(squares / (replications - 1) / replications)
  return { mean, low: mean - half, high: mean + half, replications }
}

/** Quantile p (0.5 to 1) of Student's t with the given degrees of freedom, by bisection of its distribution function. */
export function studentQuantile(p: number, degrees: number): number {
  let low = 0
  let high = 1
  while (studentDistribution(high, degrees) < p) high *= 2
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2
    if (studentDistribution(middle, degrees) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const studentDistribution = (t: number, degrees: number): number =>
  1 - beta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
