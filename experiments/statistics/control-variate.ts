import { invariant } from '#core/invariant.ts'
import { type Interval, studentQuantile } from './interval.ts'
import { covariance, mean, variance, varianceRatio } from './moments.ts'

export interface Control {
  /** One value a replication, observed together with the output. */
  readonly values: readonly number[]
  /** True mean, known from the input, e.g. the mean service time that was asked for. */
  readonly mean: number
}

export interface ControlledInterval extends Interval {
  /** How far the output moves a unit of each control. */
  readonly coefficients: readonly number[]
  /** Estimated variance of the plain mean / of the controlled one: above 1, the controls helped. */
  readonly varianceRatio: number
}

/**
 * Mean corrected by what is known: where a control came out above its true mean by luck, the output is moved back by as much as
 * regression says. The interval allows for the coefficients being estimated.
 *
 * Source      Lavenberg, Welch: A perspective on the use of control variables to increase the efficiency of Monte Carlo
 *             simulations. Management Science 27(3), 1981
 *
 *     estimate   Y - b (C - m)                                b = S_CC^-1 S_CY, means Y and C over n replications
 *     variance   s^2 (1 / n + (C - m)' S_CC^-1 (C - m) / (n - 1))      s^2 = residual squares / (n - 1 - q)
 *     interval   Student with n - 1 - q degrees of freedom    q controls
 *
 * Parameters  at least q + 2 replications; the interval is exact if output and controls are jointly normal; confidence 0 to 1
 * Cost        O(n q^2 + q^3). Useless controls cost: the variance grows by (n - 2) / (n - q - 2)
 * Errors      too few replications; a control that is constant or a combination of others
 */
export function controlledInterval(
  values: readonly number[],
  controls: readonly Control[],
  confidence = 0.95,
): ControlledInterval {
  const n = values.length
  const degrees = n - 1 - controls.length
  invariant(degrees >= 1, `at least ${controls.length + 2} replications, found ${n}`)
  const scaled = controls.map(standardised)
  const matrix = scaled.map((a) => scaled.map((b) => covariance(a.values, b.values)))
  const slopes = solve(
    matrix,
    scaled.map((control) => covariance(control.values, values)),
  )
  const plainMean = mean(values)
  const shifts = scaled.map(({ shift }) => shift)
  const estimate = plainMean - dot(slopes, shifts)
  const residualAt = (i: number) =>
    values[i]! -
    plainMean -
    dot(
      slopes,
      scaled.map((control) => control.values[i]!),
    )
  let squares = 0
  for (let i = 0; i < n; i++) squares += residualAt(i) ** 2
  const squaredError = (squares / degrees) * (1 / n + dot(shifts, solve(matrix, shifts)) / (n - 1))
  const half = studentQuantile((1 + confidence) / 2, degrees) * Math.sqrt(squaredError)
  return {
    mean: estimate,
    low: estimate - half,
    high: estimate + half,
    replications: n,
    coefficients: slopes.map((slope, i) => slope / scaled[i]!.deviation),
    varianceRatio: varianceRatio(variance(values) / n, squaredError),
  }
}

/** A control around 0 with deviation 1, and how many deviations its mean is off. */
function standardised({ values, mean: trueMean }: Control) {
  const centre = mean(values)
  const deviation = Math.sqrt(variance(values))
  invariant(deviation > 0, 'a control that varies, found a constant')
  return {
    values: values.map((value) => (value - centre) / deviation),
    shift: (centre - trueMean) / deviation,
    deviation,
  }
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0)

/** Solves a correlation matrix by elimination; it is positive definite, so the pivots are positive and need no exchange. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  rows.forEach((pivotRow, i) => {
    const pivot = pivotRow[i]!
    invariant(pivot > 1e-10, 'controls of which none is a combination of the others')
    for (const row of rows.slice(i + 1)) {
      const factor = row[i]! / pivot
      for (let j = i; j < row.length; j++) row[j]! -= factor * pivotRow[j]!
    }
  })
  const solution = right.map(() => 0)
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]!
    solution[i] = (row.at(-1)! - dot(solution, row.slice(0, -1))) / row[i]!
  }
  return solution
}
