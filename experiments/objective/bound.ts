import type { Condition, Measured } from './expression.ts'

/** An objective that is one limit of one metric, in the unit of the metric. */
export interface Bound {
  readonly text: string
  readonly metric: string
  readonly isBelow: boolean
  /** The limit itself is allowed. */
  readonly isInclusive: boolean
  readonly limit: number
}

/** The bound that an objective is; undefined when it is more than one limit of one metric. */
export function boundOf({
  text,
  condition,
}: {
  readonly text: string
  readonly condition: Condition
}): Bound | undefined {
  if (condition.kind !== 'comparison') return undefined
  const { comparator, left, right } = condition
  const [subject, limit] = left.alone === undefined ? [right, left] : [left, right]
  if (subject.alone === undefined || limit.metrics.length > 0) return undefined
  const { metric, factor } = subject.alone
  return {
    text,
    metric,
    isBelow: comparator.startsWith('<') === (subject === left),
    isInclusive: comparator.endsWith('='),
    limit: roundedToDigits(limit.value(noMetric) / factor),
  }
}

const noMetric: Measured = () => Number.NaN

/** Unit factors leave noise in the last digit; fifteen digits are what was written. */
const roundedToDigits = (value: number) => Number(value.toPrecision(15))
