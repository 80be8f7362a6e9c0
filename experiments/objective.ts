import { TandemError } from '#core/errors.ts'
import { type Bound, boundOf } from './objective/bound.ts'
import { type Condition, type Context, metricsIn, readCondition } from './objective/expression.ts'

/** What must hold, such as 'p95 < 500 ms and errors < 1 %'. */
export interface Objective {
  readonly text: string
  /** The metrics it speaks of, by the simulator's names. */
  readonly metrics: readonly string[]
  readonly condition: Condition
}

/** Reads any objective. Errors: ConfigInvalid naming place, text, what is wrong and what is allowed. */
export function readObjective(text: string, context: Context = { place: 'objectives' }): Objective {
  const condition = readCondition(text, context)
  return { text, metrics: metricsIn(condition), condition }
}

/** Reads an objective that is one limit of one metric: 'p95 < 500 ms'. Errors: ConfigInvalid, also for one that is more. */
export function parseObjective(text: string): Bound {
  const bound = boundOf(readObjective(text))
  if (bound !== undefined) return bound
  throw new TandemError(
    'ConfigInvalid',
    `objectives: '${text}' is more than METRIC < LIMIT, which is all that is understood here`,
  )
}

export function isMet({ isBelow, isInclusive, limit }: Omit<Bound, 'text'>, value: number): boolean {
  if (isInclusive && value === limit) return true
  return isBelow ? value < limit : value > limit
}
