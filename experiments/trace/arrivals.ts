import type { Random } from '#core/random.ts'
import type { Ms, PerSecond, Ratio } from '#core/units.ts'
import { type Dispersion, dispersion } from '../statistics/dispersion.ts'
import { studentInterval } from '../statistics/interval.ts'
import { type GoodnessOfFit, ksExponential } from '../statistics/kolmogorov-smirnov.ts'
import type { Estimate } from './estimate.ts'

export interface ArrivalFit {
  readonly spanMs: Ms
  readonly ratePerSecond: Estimate
  /** Mean rate of each of equal windows. */
  readonly ratePoints: readonly { readonly atMs: Ms; readonly ratePerSecond: PerSecond }[]
  readonly busiestRatePerSecond: PerSecond
  readonly dispersion: readonly (Dispersion & { readonly windowMs: Ms })[]
  readonly exponentialGaps: GoodnessOfFit
  /** The same test in windows of about a hundred arrivals each, in which the rate hardly changes. */
  readonly windows: { readonly tested: number; readonly passedRatio: Ratio }
  /** Longest time without a request, as a share of the whole. */
  readonly longestGapRatio: Ratio
  readonly isPoisson: boolean
}

const ratePointsMax = 96
const rateWindows = 24

/**
 * Rate over time and whether arrivals are Poisson: gaps are exponential (Kolmogorov-Smirnov) and counts disperse as they should.
 *
 * Source      Paxson, Floyd: Wide-area traffic: the failure of Poisson modeling. IEEE/ACM Transactions on Networking 3(3), 1995,
 *             appendix A (test in windows); Cox, Lewis 1966 (dispersion); interval of the rate from 24 windows as batches
 * Parameters  atMs ascending, at least twenty, spread inside the resolution of the log (`spreadTimes`)
 * Cost        O(n log n)
 */
export function fitArrivals(atMs: Float64Array, spanMs: Ms): ArrivalFit {
  const n = atMs.length
  const startMs = atMs[0]!
  const gaps = gapsOf(atMs)
  const windowCounts = (windowMs: Ms) =>
    countsIn(atMs, startMs, windowMs, Math.floor(spanMs / windowMs + 1e-9))
  const batch = spanMs / rateWindows
  const batches = studentInterval(Array.from(windowCounts(batch), (count) => (count * 1000) / batch))
  const rate = (n * 1000) / spanMs
  const half = batches.high - batches.mean
  const pointMs = spanMs / Math.max(1, Math.min(ratePointsMax, Math.floor(n / 20)))
  const ratePoints = Array.from(windowCounts(pointMs), (count, index) => ({
    atMs: index * pointMs,
    ratePerSecond: (count * 1000) / pointMs,
  }))
  const exponentialGaps = ksExponential(gaps)
  const dispersions = [100, 1_000, 10_000, 60_000, 600_000, 3_600_000]
    .filter(
      (windowMs) => spanMs / windowMs >= 20 && spanMs / windowMs <= 5e6 && (n * windowMs) / spanMs >= 0.05,
    )
    .map((windowMs) => ({ windowMs, ...dispersion(windowCounts(windowMs)) }))
  return {
    spanMs,
    ratePerSecond: { value: rate, low: Math.max(0, rate - half), high: rate + half, samples: n },
    ratePoints,
    busiestRatePerSecond: ratePoints.reduce((most, point) => Math.max(most, point.ratePerSecond), 0),
    dispersion: dispersions,
    exponentialGaps,
    windows: passedWindows(gaps),
    longestGapRatio: gaps.reduce((most, gap) => Math.max(most, gap), 0) / spanMs,
    isPoisson: exponentialGaps.pValue >= 0.05 && dispersions.every(isPoissonLike),
  }
}

/**
 * Times spread evenly at random inside the resolution of the clock that wrote them, in the order they had. A Poisson process written in
 * whole seconds becomes one again; without it ties would refute any law without atoms.
 *
 * Source    given their number, Poisson arrivals are uniform inside an interval: Cox, Lewis 1966, section 2.1
 * Deviates  resolution is told from the times: a second or a millisecond when all are whole ones, else nothing is spread
 */
export function spreadTimes(atMs: Float64Array, random: Random): { spread: Float64Array; resolutionMs: Ms } {
  const resolutionMs = atMs.every((at) => at % 1000 === 0) ? 1000 : atMs.every(Number.isInteger) ? 1 : 0
  if (resolutionMs === 0) return { spread: atMs, resolutionMs }
  const spread = new Float64Array(atMs.length)
  for (let first = 0; first < atMs.length; ) {
    let end = first
    while (end < atMs.length && atMs[end] === atMs[first]) {
      spread[end] = atMs[first]! + resolutionMs * random()
      end++
    }
    spread.subarray(first, end).sort()
    first = end
  }
  return { spread, resolutionMs }
}

function gapsOf(atMs: Float64Array): Float64Array {
  const gaps = new Float64Array(atMs.length - 1)
  for (let i = 0; i < gaps.length; i++) gaps[i] = atMs[i + 1]! - atMs[i]!
  return gaps
}

function countsIn(atMs: Float64Array, startMs: Ms, windowMs: Ms, windows: number): Uint32Array {
  const counts = new Uint32Array(Math.max(1, windows))
  for (const at of atMs) {
    const window = Math.floor((at - startMs) / windowMs)
    if (window < counts.length) counts[window]!++
  }
  return counts
}

/** With a margin, because several windows are looked at. */
const isPoissonLike = ({ index, poissonLow, poissonHigh }: Dispersion): boolean =>
  index >= 1 - 1.5 * (1 - poissonLow) && index <= 1 + 1.5 * (poissonHigh - 1)

const gapsOfWindow = 100

function passedWindows(gaps: Float64Array): { tested: number; passedRatio: Ratio } {
  const tested = Math.min(1000, Math.floor(gaps.length / gapsOfWindow))
  if (tested === 0) return { tested, passedRatio: 0 }
  const stride = Math.floor(gaps.length / tested)
  let passed = 0
  for (let window = 0; window < tested; window++) {
    const part = gaps.subarray(window * stride, window * stride + gapsOfWindow)
    if (ksExponential(part).pValue >= 0.05) passed++
  }
  return { tested, passedRatio: passed / tested }
}
