import { join } from 'node:path'
import type { PolicyChoice } from '#core/scenario.ts'
import { writeResult } from '../result-folder.ts'
import { tableLines } from '../table.ts'
import type { Call } from '../verb.ts'
import { profileNames, profiles } from './benchmark-score.ts'
import { readCorpus, type Series, scoreDetector } from './corpus.ts'
import { type Reproduced, reproducedScores } from './published.ts'

/** As published for a plain test of mean and variance, as each detector comes, and the best found on the development series. */
const candidates: readonly PolicyChoice[] = [
  { policy: 'z-score', lambda: 0.01, limit: 6 },
  { policy: 'z-score', lambda: 0.05, limit: 8 },
  { policy: 'z-score', lambda: 0.05, limit: 5 },
  { policy: 'z-score', lambda: 0.005, limit: 8 },
  { policy: 'page-hinkley' },
  { policy: 'page-hinkley', warmUp: 400, threshold: 200, direction: 'both', delta: 1 },
  { policy: 'seasonal-residual' },
  { policy: 'seasonal-residual', periods: 7, limit: 16 },
  { policy: 'cusum' },
  { policy: 'cusum', warmUp: 400, allowance: 1, limit: 400 },
  { policy: 'ewma-chart' },
  { policy: 'ewma-chart', warmUp: 400, limit: 40 },
]

/**
 * Prints what our scorer makes of published alarms beside the published scores and, given a folder with the series and labels of the
 * anomaly benchmark, what our own detectors score on them.
 *
 * Errors  InputMissing: a folder without labels or series
 */
export async function reproduceDetection({ positionals, values, out }: Call): Promise<number> {
  const folder = positionals[1]
  const reproduced = reproducedScores()
  const ours = folder === undefined ? [] : scoredOn(readCorpus(folder))
  const document = { kind: 'detection', reproduced, ours }
  out.json(document)
  printReproduced(reproduced, out.line)
  out.line('')
  if (folder === undefined)
    out.line('our detectors: tandem reproduce detection FOLDER, with the series of the benchmark')
  else printOurs(ours, out.line)
  const target = (values.out as string | undefined) ?? join('runs', 'detection')
  out.line(`written: ${writeResult(target, 'detection.json', JSON.stringify(document))}`)
  return 0
}

interface Scored {
  readonly detector: PolicyChoice
  readonly alarms: number
  /** In the order of the profiles. */
  readonly scores: readonly number[]
}

function scoredOn(corpus: readonly Series[]): Scored[] {
  return candidates.map((detector) => {
    const each = profileNames.map((name) => scoreDetector(corpus, detector, profiles[name]))
    return { detector, alarms: each[0]!.alarms, scores: each.map(({ score }) => score) }
  })
}

function printReproduced(reproduced: readonly Reproduced[], line: (text: string) => void): void {
  line('published alarms on 34 series, scored by us; normalised: never an alarm 0, perfect 100')
  const header = [
    'detector',
    'profile',
    'ours',
    'published',
    'all 58, published',
    'series compared',
    'largest error',
  ]
  const rows = reproduced.map((one) => [
    one.detector,
    one.profile,
    one.ours.toFixed(4),
    one.published?.toFixed(4) ?? '-',
    one.publishedOfAll.toFixed(4),
    `${one.seriesCompared}`,
    one.largestError.toExponential(1),
  ])
  for (const text of tableLines(header, rows)) line(text)
}

function printOurs(scored: readonly Scored[], line: (text: string) => void): void {
  const rows = scored.map(({ detector, alarms, scores }) => [
    settingsText(detector),
    ...scores.map((score) => score.toFixed(2)),
    `${alarms}`,
  ])
  for (const text of tableLines(['detector', ...profileNames, 'alarms'], rows)) line(text)
}

const settingsText = ({ policy, ...settings }: PolicyChoice): string =>
  [policy, ...Object.entries(settings).map(([name, value]) => `${name} ${value}`)].join(', ')
