/** What the anomaly benchmark publishes of two detectors: where they alarm, and what their alarms score. */
import { readFileSync } from 'node:fs'
import {
  type LabelledSeries,
  normalisedScore,
  type ProfileName,
  profileNames,
  profiles,
  seriesScore,
} from './benchmark-score.ts'

export const publishedDetectors = ['relativeEntropy', 'twitterADVec'] as const
export type PublishedDetector = (typeof publishedDetectors)[number]

/** A series with the rows at which each published detector alarms. */
export type PublishedSeries = LabelledSeries & { readonly series: string } & {
  readonly [K in PublishedDetector]: readonly number[]
}

export const publishedSeries = JSON.parse(read('detections.json')) as readonly PublishedSeries[]

/** Windows of the whole corpus of 58 series; 24 of them are not here. */
const windowsOfAll = 116

interface PublishedScore {
  readonly detector: string
  readonly profile: string
  /** A series, or all 58 of the corpus together. */
  readonly series: string
  readonly score: number
}

const published: readonly PublishedScore[] = read('published.tsv')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [detector, profile, series, score] = line.split('\t') as [string, string, string, string]
    return { detector, profile, series, score: Number(score) }
  })

/** Our score of published alarms beside the published one. */
export interface Reproduced {
  readonly detector: PublishedDetector
  readonly profile: ProfileName
  /** Normalised, from the published raw sum of the whole corpus. */
  readonly publishedOfAll: number
  /** Normalised, of the series that are here. */
  readonly ours: number
  /** The same from published scores of each series, where all of them are here. */
  readonly published: number | undefined
  /** Series whose published raw score is here, and the largest distance of ours from it. */
  readonly seriesCompared: number
  readonly largestError: number
}

/** Scores the published alarms in each profile. Cost: O(series * alarms). */
export function reproducedScores(): Reproduced[] {
  return publishedDetectors.flatMap((detector) =>
    profileNames.map((profile) => reproduced(detector, profile)),
  )
}

function reproduced(detector: PublishedDetector, profile: ProfileName): Reproduced {
  const weights = profiles[profile]
  const windows = publishedSeries.reduce((sum, one) => sum + one.windows.length, 0)
  const told = published.filter((one) => one.detector === detector && one.profile === profile)
  const sumOfAll = told.find(({ series }) => series === 'all 58')!.score
  const pairs = publishedSeries.map((one) => ({
    ours: seriesScore(one, one[detector], weights),
    published: told.find(({ series }) => series === one.series)?.score,
  }))
  const compared = pairs.filter((pair) => pair.published !== undefined)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    detector,
    profile,
    publishedOfAll: normalisedScore(sumOfAll, windowsOfAll, weights),
    ours: normalisedScore(sum(pairs.map(({ ours }) => ours)), windows, weights),
    published:
      compared.length < pairs.length
        ? undefined
        : normalisedScore(sum(compared.map((pair) => pair.published!)), windows, weights),
    seriesCompared: compared.length,
    largestError: Math.max(...compared.map((pair) => Math.abs(pair.ours - pair.published!))),
  }
}

function read(name: string): string {
  return readFileSync(new URL(`./nab/${name}`, import.meta.url), 'utf8')
}
