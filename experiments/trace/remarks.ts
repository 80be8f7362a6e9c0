import { percent } from '../table.ts'
import type { TraceFit } from './fit.ts'
import type { TraceSource } from './read-trace.ts'
import type { Trace } from './recorder.ts'
import { closeDistance, type Spread } from './spread.ts'
import { type ArrivalKind, followsCurve } from './workload.ts'

/** In words: which laws were rejected, what the log does not tell, and where the workload differs from it. */
export function remarksOn(
  fit: TraceFit,
  { trace, source, arrivals }: { trace: Trace; source: TraceSource; arrivals: ArrivalKind },
): string[] {
  return [
    ...ofFile(source, trace),
    ...ofArrivals(fit, arrivals),
    ...ofPopularity(fit),
    ...ofSizes(fit),
    ...ofSessions(fit, arrivals),
    ...(fit.writeRatio === undefined ? ['no methods in the log: writeRatio is left to the scenario'] : []),
  ]
}

function ofFile({ malformed, malformedExamples }: TraceSource, { disorder, requests }: Trace): string[] {
  const first = malformedExamples.map(({ line, reason }) => `line ${line}: ${reason}`).join('; ')
  return [
    ...(malformed === 0 ? [] : [`${malformed} malformed lines left out: ${first}`]),
    ...(disorder.count === 0
      ? []
      : [
          `times decrease at ${disorder.count} of ${requests} requests, by ${disorder.largestMs.toFixed(0)} ms at most; requests were sorted by time`,
        ]),
  ]
}

function ofArrivals({ arrivals, resolutionMs }: TraceFit, kind: ArrivalKind): string[] {
  const { isPoisson, exponentialGaps, dispersion, windows, longestGapRatio } = arrivals
  const bursts = dispersion.filter(({ index, poissonHigh }) => index > poissonHigh)
  const widest = bursts.at(-1)
  return [
    ...(isPoisson
      ? []
      : [
          `Poisson arrivals rejected: gaps ${exponentialGaps.distance.toFixed(3)} from exponential (p ${pText(exponentialGaps.pValue)})` +
            (widest === undefined
              ? ''
              : `, counts in ${widest.windowMs / 1000} s disperse ${widest.index.toFixed(1)} times as much`) +
            (windows.tested === 0
              ? ''
              : `; ${percent(windows.passedRatio)} of ${windows.tested} short windows pass`) +
            (kind === 'open' ? `; ${calmness(arrivals)}` : ''),
        ]),
    ...(resolutionMs < 1000 ? [] : ['times in whole seconds: requests were spread at random inside them']),
    ...(longestGapRatio < 0.3
      ? []
      : [
          `no request for ${percent(longestGapRatio)} of the time at a stretch: a wrong time, or logs that do not belong together?`,
        ]),
  ]
}

/** How far an open scenario follows the arrivals of the log. */
const calmness = (arrivals: TraceFit['arrivals']): string =>
  followsCurve(arrivals)
    ? 'the scenario follows the ups and downs by a curve of rates, and is Poisson between its points'
    : 'the scenario is calmer than the log'

function ofPopularity({ popularity }: TraceFit): string[] {
  if (popularity === undefined)
    return [
      'no pages, too few requests for them, or hardly any asked twice: pages and zipfExponent are left to the scenario',
    ]
  const { fit, pages, topTenthShare } = popularity
  const isRejected = fit.pValue < 0.05
  return [
    ...(isRejected
      ? [
          `Zipf's law rejected: shares by rank are ${fit.distance.toFixed(3)} off, its own samples ${fit.expectedDistance.toFixed(3)} (p ${pText(fit.pValue)}); the top tenth of the pages has ${percent(topTenthShare.observed)} of the requests, fitted ${percent(topTenthShare.fitted)}`,
        ]
      : []),
    ...(pages.high > 10 * pages.value || pages.value > 100 * popularity.pagesSeen
      ? ['the log is too short to tell how many pages there are']
      : []),
  ]
}

function ofSizes({ pageBytes, heldRatio, popularity, answerBytesMean }: TraceFit): string[] {
  if (pageBytes === undefined) return ['too few pages with a size: pageSize is left to the scenario']
  const mean = pageBytes.mean.value
  return [
    ...rejections('page sizes', pageBytes, 'the scenario gets mean and variation of the sizes themselves'),
    ...(heldRatio === 0
      ? []
      : [`${percent(heldRatio)} of the pages are outside 256 B .. 1 MiB; a scenario holds them there`]),
    ...(popularity !== undefined &&
    answerBytesMean !== undefined &&
    Math.abs(answerBytesMean / mean - 1) > 0.2
      ? [
          `a mean answer has ${answerBytesMean.toFixed(0)} B, a mean page ${mean.toFixed(0)} B: size and popularity go together, or answers are partial; the scenario draws sizes apart from popularity`,
        ]
      : []),
  ]
}

function ofSessions({ sessions }: TraceFit, kind: ArrivalKind): string[] {
  if (sessions === undefined) return ['no clients in the log: no sessions and no think times']
  return [
    ...rejections('think times', sessions.thinkMs, 'a closed workload takes them as they are'),
    ...(sessions.overlapRatio > 0.05 && sessions.countsFromAnswer
      ? [`${percent(sessions.overlapRatio)} of the requests of a session overlap the one before`]
      : []),
    ...(kind === 'closed' &&
    Math.abs(Math.max(1, Math.round(sessions.users.value)) / sessions.users.value - 1) > 0.05
      ? [
          `users rounded from ${sessions.users.value.toPrecision(3)}: so few do not ask at the rate of the log`,
        ]
      : []),
    ...(kind === 'closed' && !sessions.countsFromAnswer
      ? ['no response times in the log: think times include them']
      : []),
  ]
}

function rejections(what: string, { lognormal, exponential, shape }: Spread, instead: string): string[] {
  const rejected = Object.entries({ lognormal, exponential }).filter(([, { pValue }]) => pValue < 0.05)
  if (rejected.length === 0) return []
  const names = rejected.map(
    ([name, { distance, pValue }]) => `${name} (distance ${distance.toFixed(3)}, p ${pText(pValue)})`,
  )
  const taken =
    shape === 'empirical'
      ? `; ${instead}`
      : `; ${shape} serves, no further off than ${closeDistance} or not rejected`
  return [`${what}: rejected ${names.join(' and ')}${taken}`]
}

const pText = (p: number): string => (p < 1e-4 ? '< 0.0001' : p.toFixed(4))
