/**
 * Learns how long a function is idle, stops it for as long as it is surely not called, and keeps it until it hardly is called any more.
 *
 *   from = (1 - margin) · percentile 5 of idle times,  until = (1 + margin) · percentile 99
 *
 * While too few idle times are known, too many are beyond the histogram, or they say nothing (bins all alike), it keeps the instance for
 * the whole range.
 *
 * Source      Shahrad, Fonseca, Goiri et al.: Serverless in the Wild. USENIX ATC 2020, section 4.2
 * Parameters  range and bins, percentiles, margin, variation of the bins below which they say nothing
 * State       a histogram
 * Cost        O(bins) when it goes idle
 * Deviates    no time series model for functions that are idle for longer than the range: these keep the whole range, too
 */
import { policyFamily } from '#core/policy.ts'
import { count, ms, number, ratio } from '#core/schema/number.ts'
import type { KeepAlive } from '../keep-alive.ts'

export const hybridHistogram = policyFamily<undefined, KeepAlive>('keepAlive')(
  'hybrid-histogram',
  { source: 'Shahrad et al., ATC 2020', cost: 'O(bins)' },
  {
    bins: count({ min: 1, max: 10_000, default: 240, meaning: 'bins of the histogram' }),
    bin: ms({ min: 1, default: 60_000, meaning: 'width of a bin' }),
    head: ratio({ default: 0.05, meaning: 'share of idle times that are shorter than the pause' }),
    tail: ratio({ default: 0.99, meaning: 'share of idle times that are covered' }),
    margin: ratio({ default: 0.1, meaning: 'earlier and later than the percentiles say' }),
    variation: number({
      min: 0,
      default: 2,
      meaning: 'coefficient of variation of the bins below which they say nothing',
    }),
    calls: count({ default: 10, meaning: 'idle times that must be known' }),
    beyond: ratio({
      default: 0.5,
      meaning: 'share of idle times beyond the range above which they say nothing',
    }),
  },
  (p) => {
    const counts = new Float64Array(p.bins)
    let inside = 0
    let outside = 0
    const everything = { fromMs: 0, untilMs: p.bins * p.bin }

    /** Standard deviation of the counts over their mean. */
    function variation(): number {
      const mean = inside / p.bins
      let squares = 0
      for (const one of counts) squares += (one - mean) * (one - mean)
      return Math.sqrt(squares / p.bins) / mean
    }

    /** First bin up to whose end a share of the idle times lies. */
    function binOf(share: number): number {
      let left = share * inside
      let bin = 0
      while (bin < p.bins - 1 && counts[bin]! < left) left -= counts[bin++]!
      return bin
    }

    return {
      called(idleMs) {
        const bin = Math.floor(idleMs / p.bin)
        if (bin >= p.bins) outside++
        else {
          counts[bin]!++
          inside++
        }
      },
      idle() {
        const known = inside + outside
        if (inside === 0 || known < p.calls || outside > p.beyond * known || variation() < p.variation)
          return everything
        // The head is rounded down and the tail up to the ends of their bins.
        const fromMs = binOf(p.head) * p.bin * (1 - p.margin)
        return { fromMs, untilMs: (binOf(p.tail) + 1) * p.bin * (1 + p.margin) }
      },
    }
  },
)
