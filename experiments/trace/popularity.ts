import { zipfSampler, zipfShares } from '#core/model/zipf.ts'
import { type Random, stream } from '#core/random.ts'
import type { Ratio } from '#core/units.ts'
import type { GoodnessOfFit } from '../statistics/kolmogorov-smirnov.ts'
import { mean, variance } from '../statistics/moments.ts'
import { type RankGroups, rankGroups } from '../statistics/rank-groups.ts'
import { type ZipfExponent, zipfExponent } from '../statistics/zipf-exponent.ts'
import { type Estimate, estimate } from './estimate.ts'

export interface PopularityFit {
  readonly requests: number
  readonly pagesSeen: number
  /** With those that the log was too short to see. */
  readonly pages: Estimate
  readonly exponent: Estimate
  /** By maximum likelihood on the observed ranks: what is usually printed. */
  readonly exponentByRank: ZipfExponent
  /** Between shares by rank, observed and of the fitted law; the law's own samples are `expectedDistance` away. */
  readonly fit: GoodnessOfFit & { readonly expectedDistance: number }
  readonly topTenthShare: { readonly observed: Ratio; readonly fitted: Ratio }
  /** Share of requests for a page asked before: the most any cache can hit. */
  readonly repeatRatio: Ratio
}

const pagesMax = 1_000_000

/** Below this share of repeats the counts are nearly all 1 and tell no law. */
const repeatRatioMin = 0.02
const exponentMax = 5

/**
 * Zipf's law behind counts of pages: number of pages and exponent, of which samples as long as the log would on average look like it.
 *
 * The exponent on observed ranks is off: chance orders the rare pages, which makes it steeper, and the pages nobody asked for are
 * missing, which makes it flatter. So the law is sought whose samples have the observed exponent on ranks and the observed number of
 * distinct pages.
 *
 * Source      Gourieroux, Monfort, Renault: Indirect inference. Journal of Applied Econometrics 8, 1993; goodness of fit by parametric
 *             bootstrap: Clauset, Shalizi, Newman, SIAM Review 51(4), 2009, section 4.1; law: Breslau et al., INFOCOM 1999
 * Parameters  counts of each page seen; seed of the samples
 * Cost        about sixty samples as long as the log, fewer for long logs
 * Errors      undefined for fewer than two pages or a hundred requests, or when hardly any page is asked twice
 * Deviates    samples of the bootstrap are not fitted again, so its p-value is on the careful side; at most a million pages
 */
export function fitPopularity(counts: ArrayLike<number>, seed: number): PopularityFit | undefined {
  const observed = Float64Array.from(counts).sort().reverse()
  const pagesSeen = observed.length
  const requests = observed.reduce((sum, count) => sum + count, 0)
  const repeatRatio = 1 - pagesSeen / requests
  if (pagesSeen < 2 || requests < 100 || repeatRatio < repeatRatioMin) return undefined
  const exponentByRank = zipfExponent(observed)
  const size: LogSize = { requests, pagesSeen }
  const sampleCost = requests + 2 * pagesSeen
  const samples = Math.max(1, Math.min(8, Math.round(400_000 / sampleCost)))
  const looksLike = (exponent: number) => {
    const sample = sampled({ pages: pagesFor(exponent, size), exponent, requests }, seed)
    return mean(Array.from({ length: samples }, (_, index) => rankedExponent(sample(index))))
  }
  const exponent = rootOf(looksLike, exponentByRank.exponent)
  const slope =
    (looksLike(exponent + 0.05) - looksLike(Math.max(0, exponent - 0.05))) / (0.05 + Math.min(0.05, exponent))
  const law = { pages: pagesFor(exponent, size), exponent, requests }
  const shares = zipfShares(law.pages, exponent)
  const bootstrap = Math.max(39, Math.min(99, Math.round(5_000_000 / sampleCost)))
  const tenth = Math.max(1, Math.round(pagesSeen / 10))
  const sampleOf = sampled(law, seed)
  // Of each sample only these numbers are kept: samples are as large as the log.
  const drawn = Array.from({ length: bootstrap }, (_, index) => {
    const sample = sampleOf(1000 + index)
    return {
      distance: shareDistance(sample, shares, requests),
      exponent: rankedExponent(sample),
      pagesSeen: sample.length,
      topTenth: sumOf(sample.subarray(0, tenth)) / requests,
    }
  })
  const distance = shareDistance(observed, shares, requests)
  const standardError = Math.sqrt(variance(drawn.map((sample) => sample.exponent))) / Math.max(0.1, slope)
  const fitted = estimate(exponent, standardError, requests)
  return {
    requests,
    pagesSeen,
    pages: pagesInterval(
      law.pages,
      fitted,
      size,
      drawn.map((sample) => sample.pagesSeen),
    ),
    exponent: fitted,
    exponentByRank,
    fit: {
      distance,
      pValue: (1 + drawn.filter((sample) => sample.distance >= distance).length) / (bootstrap + 1),
      expectedDistance: mean(drawn.map((sample) => sample.distance)),
    },
    topTenthShare: {
      observed: sumOf(observed.subarray(0, tenth)) / requests,
      fitted: mean(drawn.map((sample) => sample.topTenth)),
    },
    repeatRatio,
  }
}

interface LogSize {
  readonly requests: number
  readonly pagesSeen: number
}

interface Law {
  readonly pages: number
  readonly exponent: number
  readonly requests: number
}

/** How many pages there must be, so that as many requests see on average as many of them. */
function pagesFor(exponent: number, { requests, pagesSeen }: LogSize): number {
  const seenOf = (pages: number) => expectedSeen(rankGroups(pages), exponent, requests)
  if (seenOf(pagesSeen) >= pagesSeen - 0.5) return pagesSeen
  if (seenOf(pagesMax) <= pagesSeen) return Math.max(pagesMax, pagesSeen)
  let low = pagesSeen
  let high = pagesMax
  while (high - low > Math.max(1, low * 1e-4)) {
    const middle = Math.floor(Math.sqrt(low * high))
    if (middle === low) break
    if (seenOf(middle) < pagesSeen) low = middle
    else high = middle
  }
  return high
}

function expectedSeen({ rank, size }: RankGroups, exponent: number, requests: number): number {
  const weight = rank.map((r) => r ** -exponent)
  let total = 0
  for (let i = 0; i < rank.length; i++) total += size[i]! * weight[i]!
  let seen = 0
  for (let i = 0; i < rank.length; i++) seen -= size[i]! * Math.expm1((-requests * weight[i]!) / total)
  return seen
}

/** Counts of the pages that a log of the law sees, most frequent first; each index is another log. */
function sampled({ pages, exponent, requests }: Law, seed: number): (index: number) => Float64Array {
  let random: Random = () => 0.5
  const draw = zipfSampler(pages, exponent, () => random())
  return (index) => {
    random = stream(seed, 'trace.popularity', index)
    const counts = new Float64Array(pages)
    for (let request = 0; request < requests; request++) counts[draw()]!++
    return counts
      .filter((count) => count > 0)
      .sort()
      .reverse()
  }
}

const rankedExponent = (counts: Float64Array): number =>
  counts.length < 2 ? exponentMax : zipfExponent(counts).exponent

/** Largest distance between cumulative shares by rank. */
function shareDistance(counts: Float64Array, shares: Float64Array, requests: number): number {
  let distance = 0
  let observed = 0
  let expected = 0
  for (let rank = 0; rank < shares.length; rank++) {
    observed += (counts[rank] ?? 0) / requests
    expected += shares[rank]!
    distance = Math.max(distance, Math.abs(observed - expected))
  }
  return distance
}

/** Where an increasing function reaches a value, by halving; 0 when it is above it from the start. */
function rootOf(increasing: (x: number) => number, target: number): number {
  if (increasing(0) >= target) return 0
  let low = 0
  let high = Math.min(exponentMax, target + 0.1)
  if (increasing(high) < target) high = exponentMax
  while (high - low > 1e-3) {
    const middle = (low + high) / 2
    if (increasing(middle) < target) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function pagesInterval(
  pages: number,
  exponent: Estimate,
  { requests, pagesSeen }: LogSize,
  seen: number[],
): Estimate {
  const spread = 1.959964 * Math.sqrt(variance(seen))
  const corners = [exponent.low, exponent.high].flatMap((one) =>
    [-spread, spread].map((off) =>
      pagesFor(one, { requests, pagesSeen: Math.max(2, Math.min(requests, Math.round(pagesSeen + off))) }),
    ),
  )
  const low = Math.max(pagesSeen, Math.min(pages, ...corners))
  return { value: pages, low, high: Math.max(pages, ...corners), samples: pagesSeen }
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
