/** Prints the scores of our detectors on the series of a folder: `node experiments/detection/score-detectors.ts FOLDER`. */
import { profiles } from './benchmark-score.ts'
import { readCorpus, scoreDetector } from './corpus.ts'

/** As published for a plain test of mean and variance, as each detector comes, and the best found on the development series. */
const candidates = [
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

const corpus = readCorpus(process.argv[2] ?? '.')
for (const choice of candidates) {
  const { score, alarms } = scoreDetector(corpus, choice, profiles.standard)
  process.stdout.write(
    `${score.toFixed(2).padStart(9)} ${String(alarms).padStart(6)} alarms  ${JSON.stringify(choice)}\n`,
  )
}
