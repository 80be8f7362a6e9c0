import { stream } from '#core/random.ts'
import type { Bytes, Ms, Ratio } from '#core/units.ts'
import { proportion } from '../statistics/proportion.ts'
import { type ArrivalFit, fitArrivals, spreadTimes } from './arrivals.ts'
import type { Estimate } from './estimate.ts'
import { fitPopularity, type PopularityFit } from './popularity.ts'
import type { Trace, TracePages } from './recorder.ts'
import { fitSessions, type SessionFit } from './sessions.ts'
import { fitSpread, type Spread } from './spread.ts'

/** Everything that was fitted to a log; what the log does not tell is absent. */
export interface TraceFit {
  readonly requests: number
  readonly arrivals: ArrivalFit
  readonly popularity: PopularityFit | undefined
  /** Of pages, each counted once with the mean of its whole answers. */
  readonly pageBytes: Spread | undefined
  /** The same sizes as a scenario has them: held in 256 B .. 1 MiB. */
  readonly pageBytesHeld: Spread | undefined
  /** Share of the pages that are outside. */
  readonly heldRatio: Ratio
  /** Of answers, whatever they are. */
  readonly answerBytesMean: Bytes | undefined
  readonly sessions: SessionFit | undefined
  readonly writeRatio: Estimate | undefined
  readonly statusClasses: Readonly<Record<string, number>>
  /** The most popular pages under hashes whose salt is gone. */
  readonly topPages: readonly {
    readonly page: string
    readonly requests: number
    readonly bytes: Bytes | undefined
  }[]
  readonly resolutionMs: Ms
}

const topPagesMax = 20
export const requestsMin = 20

/** What a page of a scenario may have. */
export const pageBytesRange = { min: 256, max: 1_048_576 }

/**
 * Fits arrivals, popularity, sizes and sessions.
 *
 * Parameters  at least `requestsMin` requests over more than no time; gapMs is the pause that ends a session; seed of what is drawn
 */
export function fitTrace(trace: Trace, { gapMs, seed }: { gapMs: Ms; seed: number }): TraceFit {
  const { spread, resolutionMs } = spreadTimes(trace.atMs, stream(seed, 'trace.resolution'))
  const spanMs = trace.atMs.at(-1)! - trace.atMs[0]! + resolutionMs
  const kinds = trace.reads + trace.writes
  const sizes = wholeSizes(trace.pages)
  const held = sizes.map((size) => Math.min(pageBytesRange.max, Math.max(pageBytesRange.min, size)))
  return {
    requests: trace.requests,
    arrivals: fitArrivals(spread, spanMs),
    popularity: fitPopularity(trace.pages.requests, seed),
    pageBytes: fitSpread(sizes),
    pageBytesHeld: fitSpread(held),
    heldRatio:
      sizes.length === 0 ? 0 : sizes.filter((size, index) => size !== held[index]).length / sizes.length,
    answerBytesMean: trace.bytes.count === 0 ? undefined : trace.bytes.sum / trace.bytes.count,
    sessions: fitSessions(trace, spread, { gapMs, spanMs }),
    writeRatio: kinds === 0 ? undefined : { ...proportion(trace.writes, kinds), samples: kinds },
    statusClasses: Object.fromEntries(
      trace.statusClasses.map((count, index) => [index === 0 ? 'noAnswer' : `${index}xx`, count]),
    ),
    topPages: topPages(trace.pages),
    resolutionMs,
  }
}

/** Mean size of each page that was answered as a whole. */
function wholeSizes({ wholeAnswers, wholeBytes }: TracePages): Float64Array {
  return wholeBytes.map((bytes, page) => bytes / wholeAnswers[page]!).filter((size) => size > 0)
}

function topPages({ hash, requests, wholeAnswers, wholeBytes }: TracePages): TraceFit['topPages'] {
  const order = Uint32Array.from(requests.keys()).sort((a, b) => requests[b]! - requests[a]! || a - b)
  return Array.from(order.subarray(0, topPagesMax), (page) => ({
    page: hash[page]!.toString(16).padStart(13, '0'),
    requests: requests[page]!,
    bytes: wholeAnswers[page] === 0 ? undefined : Math.round(wholeBytes[page]! / wholeAnswers[page]!),
  }))
}
