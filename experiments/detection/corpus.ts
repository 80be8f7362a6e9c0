import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { detectPolicies } from '#core/control/detect.ts'
import { TandemError } from '#core/errors.ts'
import { createPolicy } from '#core/policy.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import { type LabelledSeries, normalisedScore, type Profile, seriesScore } from './benchmark-score.ts'

export interface Series extends LabelledSeries {
  readonly name: string
  readonly timesMs: readonly number[]
  readonly values: readonly number[]
}

/**
 * Reads the series and windows of the Numenta Anomaly Benchmark from a folder as its repository has them: `labels/combined_windows.json`,
 * and a CSV file (plain or .gz) a series, in the folder itself or in its folder `data`.
 *
 * Errors  InputMissing: no labels, a labelled series that is not there; ConfigInvalid: a window that begins or ends at no row
 */
export function readCorpus(folder: string): Series[] {
  const labels = JSON.parse(readText(join(folder, 'labels', 'combined_windows.json'))) as Record<
    string,
    [string, string][]
  >
  return Object.entries(labels).map(([name, windows]) => {
    const rows = readText(seriesPath(folder, name))
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
    const rowAt = new Map(rows.map(([time], row) => [time!.slice(0, 19), row] as const).reverse())
    const rowOf = (time: string): number => {
      const row = rowAt.get(time.slice(0, 19))
      if (row === undefined)
        throw new TandemError('ConfigInvalid', `${name}: no row at ${time}, where a window ends or begins`)
      return row
    }
    return {
      name,
      rows: rows.length,
      windows: windows.map(([first, last]) => [rowOf(first), rowOf(last)] as const),
      timesMs: rows.map(([time]) => Date.parse(`${time!.replace(' ', 'T')}Z`)),
      values: rows.map(([, value]) => Number(value)),
    }
  })
}

/** Score of a detector on all series, a fresh one each, and how often it alarmed. */
export function scoreDetector(
  corpus: readonly Series[],
  choice: PolicyChoice,
  profile: Profile,
): { readonly score: number; readonly alarms: number } {
  let sum = 0
  let windows = 0
  let alarms = 0
  for (const one of corpus) {
    const detect = createPolicy(detectPolicies, choice, undefined)
    const rows = one.values.flatMap((value, row) =>
      detect.observe(value, one.timesMs[row]!) >= 1 ? [row] : [],
    )
    sum += seriesScore(one, rows, profile)
    windows += one.windows.length
    alarms += rows.length
  }
  return { score: normalisedScore(sum, windows, profile), alarms }
}

function seriesPath(folder: string, name: string): string {
  const places = [join(folder, name), join(folder, `${name}.gz`), join(folder, 'data', name)]
  const found = places.find((path) => existsSync(path))
  if (found === undefined)
    throw new TandemError('InputMissing', `${places[0]}: a labelled series that is not there`)
  return found
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path)
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  } catch (cause) {
    throw new TandemError('InputMissing', `${path}: cannot be read`, { cause })
  }
}
