import { beta } from './incomplete-beta.ts'
import { type Interval, studentInterval } from './interval.ts'
import { covariance, variance, varianceRatio } from './moments.ts'

export interface PairedDifference extends Interval {
  /** Correlation of the pairs, -1 to 1; 0 when one side does not vary. */
  readonly correlation: number
  /** Variance of the difference had the samples been independent / variance of the paired difference: above 1, pairing helped. */
  readonly varianceRatio: number
  /** Two-sided, of no difference. */
  readonly pValue: number
}

/**
 * Candidate minus base, replication by replication. Under common random numbers both meet the same arrivals in the same
 * replication, so what they share cancels.
 *
 * Source      Law, Simulation Modeling and Analysis, 5th edition, sections 10.2.1 and 11.2
 * Parameters  base and candidate: one value a replication, in the same order, at least two; confidence 0 to 1
 * Errors      lists of different length or with fewer than two values
 */
export function pairedDifference(
  base: readonly number[],
  candidate: readonly number[],
  confidence = 0.95,
): PairedDifference {
  const shared = covariance(base, candidate)
  const [baseVariance, candidateVariance] = [variance(base), variance(candidate)]
  const differences = candidate.map((value, i) => value - base[i]!)
  const scale = Math.sqrt(baseVariance) * Math.sqrt(candidateVariance)
  return {
    ...studentInterval(differences, confidence),
    correlation: scale === 0 ? 0 : Math.min(1, Math.max(-1, shared / scale)),
    varianceRatio: varianceRatio(baseVariance + candidateVariance, variance(differences)),
    pValue: chanceOfMean(differences),
  }
}

/** Probability of a mean at least this far from 0 if the true mean is 0 (Student, two-sided). */
function chanceOfMean(values: readonly number[]): number {
  const degrees = values.length - 1
  const { mean } = studentInterval(values)
  const squaredError = variance(values) / values.length
  if (squaredError === 0) return mean === 0 ? 1 : 0
  return beta(degrees / (degrees + mean ** 2 / squaredError), degrees / 2, 0.5)
}
