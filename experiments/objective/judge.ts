import type { RunResult } from '#sim/result.ts'
import { studentInterval } from '../statistics/interval.ts'
import type { Condition, Measured } from './expression.ts'

/** Whether an objective holds, as far as the runs tell. */
export type Verdict = 'kept' | 'broken' | 'undecided'

/**
 * Judges an objective by independent replications. A comparison is decided by the Student interval of left minus right, computed
 * run by run, so that what both sides share cancels: kept when the whole interval is on the right side, broken when none of it is.
 * A single run has no interval: its value decides. `and`, `or` and `not` follow Kleene: one broken part breaks an `and`, whatever
 * is undecided beside it.
 *
 * Parameters  results of one scenario; confidence of each interval, 0..1
 */
export function judge(
  { condition }: { readonly condition: Condition },
  results: readonly Pick<RunResult, 'metrics'>[],
  confidence = 0.95,
): Verdict {
  const runs = results.map(
    (run): Measured =>
      (metric) =>
        run.metrics[metric]?.value ?? Number.NaN,
  )
  return verdictOf(condition, runs, confidence)
}

function verdictOf(condition: Condition, runs: readonly Measured[], confidence: number): Verdict {
  switch (condition.kind) {
    case 'not':
      return opposite[verdictOf(condition.part, runs, confidence)]
    case 'and':
      return strongest('broken', verdictsOf(condition.parts, runs, confidence))
    case 'or':
      return strongest('kept', verdictsOf(condition.parts, runs, confidence))
    case 'comparison':
      return compared(condition, runs, confidence)
  }
}

const verdictsOf = (parts: readonly Condition[], runs: readonly Measured[], confidence: number): Verdict[] =>
  parts.map((part) => verdictOf(part, runs, confidence))

const opposite: Readonly<Record<Verdict, Verdict>> = {
  kept: 'broken',
  broken: 'kept',
  undecided: 'undecided',
}

/** The deciding verdict if any part has it, else the opposite if all have that. */
function strongest(deciding: 'kept' | 'broken', parts: readonly Verdict[]): Verdict {
  if (parts.includes(deciding)) return deciding
  return parts.includes('undecided') ? 'undecided' : opposite[deciding]
}

function compared(
  { comparator, left, right }: Extract<Condition, { kind: 'comparison' }>,
  runs: readonly Measured[],
  confidence: number,
): Verdict {
  const sign = comparator.startsWith('<') ? 1 : -1
  const { low, high } = studentInterval(
    runs.map((run) => sign * (left.value(run) - right.value(run))),
    confidence,
  )
  if (Number.isNaN(low) || Number.isNaN(high)) return 'undecided'
  const isInclusive = comparator.endsWith('=')
  if (isInclusive ? high <= 0 : high < 0) return 'kept'
  return (isInclusive ? low > 0 : low >= 0) ? 'broken' : 'undecided'
}
