/**
 * Score of the Numenta Anomaly Benchmark: an early alarm inside a labelled window earns, an alarm outside costs.
 *
 *   sigmoid(y) = 2 / (1 + e^(5y)) - 1, and -1 beyond y = 3
 *   in a window   best of sigmoid(-(right - row + 1) / width) / sigmoid(-1), times tp; none: -fn
 *   outside       sigmoid((row - right of the window before) / (its width - 1)) times fp; -fp before the first window
 *
 * The first 15 % of the rows, at most 750, teach the detector: alarms there do not count.
 *
 * Source      Lavin, Ahmad: Evaluating real-time anomaly detection algorithms, ICMLA 2015; Ahmad, Lavin, Purdy, Agha, Neurocomputing 262,
 *             2017; nab/sweeper.py, nab/scorer.py and config/profiles.json of the benchmark
 */
export interface LabelledSeries {
  readonly rows: number
  /** First and last row of each window, in order and apart from each other. */
  readonly windows: readonly (readonly [first: number, last: number])[]
}

export interface Profile {
  readonly truePositive: number
  readonly falsePositive: number
  readonly falseNegative: number
}

export const profiles = {
  standard: { truePositive: 1, falsePositive: 0.11, falseNegative: 1 },
  lowFalsePositives: { truePositive: 1, falsePositive: 0.22, falseNegative: 1 },
  lowFalseNegatives: { truePositive: 1, falsePositive: 0.11, falseNegative: 2 },
} as const satisfies Record<string, Profile>

export type ProfileName = keyof typeof profiles
export const profileNames = [
  'standard',
  'lowFalsePositives',
  'lowFalseNegatives',
] as const satisfies ProfileName[]

/** Rows at the start that only teach. */
export const probationRows = (rows: number): number =>
  Math.min(Math.floor(0.15 * rows), Math.floor(0.15 * 5000))

/** Worth of an alarm at a place relative to a window: -1 at its start, 0 at its end, beyond 0 after it. */
export const sigmoid = (position: number): number =>
  position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1

/** Raw score of the alarms (row numbers) on one series. Cost: O(alarms · windows). */
export function seriesScore(
  { rows, windows }: LabelledSeries,
  alarms: readonly number[],
  profile: Profile,
): number {
  const best = windows.map(() => -profile.falseNegative)
  let outside = 0
  const probation = probationRows(rows)
  for (const row of alarms) {
    if (row < probation) continue
    const inside = windows.findIndex(([first, last]) => first <= row && row <= last)
    if (inside < 0) {
      outside += profile.falsePositive * worthOutside(row, windows)
      continue
    }
    const [first, last] = windows[inside]!
    const worth = sigmoid(-(last - row + 1) / (last - first + 1)) / sigmoid(-1)
    best[inside] = Math.max(best[inside]!, profile.truePositive * worth)
  }
  return best.reduce((sum, one) => sum + one, outside)
}

function worthOutside(row: number, windows: LabelledSeries['windows']): number {
  const before = windows.findLast(([, last]) => last < row)
  if (before === undefined) return -1
  const [first, last] = before
  return sigmoid((row - last) / (last - first))
}

/** Sum of raw scores between never an alarm, 0, and a perfect detector, 100. */
export function normalisedScore(sum: number, windows: number, profile: Profile): number {
  const never = -profile.falseNegative * windows
  return (100 * (sum - never)) / (profile.truePositive * windows - never)
}
