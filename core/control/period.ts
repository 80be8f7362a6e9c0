import type { Ms, Ratio } from '#core/units.ts'

/** What happened at a node since its control loop last decided. */
export interface PeriodSummary {
  readonly finished: number
  readonly refused: number
  /** Time at the node, without what the client took to fetch; NaN when nothing was finished. */
  readonly responseMsMean: Ms
  /** Time a request waited for the shared cache and the database; 0 when nothing was finished. */
  readonly ioWaitMsMean: Ms
  /** Share of the requests that took longer than the objective or were refused; NaN when there was none. */
  readonly missRatio: Ratio
  /** Share of the fragments that the client was left to render. */
  readonly clientRatio: Ratio
  /** Tasks that waited for the loop, mean of the samples. */
  readonly queueMean: number
  /** Share of the time that the loop was busy, mean and variance of the samples. */
  readonly busyMean: Ratio
  readonly busyVariance: number
}

/** Books requests and samples of one node; `close` sums up and begins anew. */
export interface Period {
  finished(responseMs: Ms, ioWaitMs: Ms): void
  refused(): void
  rendered(byClient: boolean): void
  sampled(queued: number, busy: Ratio): void
  close(): PeriodSummary
}

/**
 * Sums of a period.
 *
 * Source      preprint section 3.3 (task queue length, CPU utilisation variance, I/O wait times)
 * Parameters  objectiveMs: a slower request is a miss
 * Cost        O(1) each
 */
export function createPeriod(objectiveMs: Ms): Period {
  let sums = empty()
  return {
    finished(responseMs, ioWaitMs) {
      sums.finished++
      sums.responseMs += responseMs
      sums.ioWaitMs += ioWaitMs
      if (responseMs > objectiveMs) sums.missed++
    },
    refused() {
      sums.refused++
    },
    rendered(byClient) {
      sums.fragments++
      if (byClient) sums.byClient++
    },
    sampled(queued, busy) {
      sums.samples++
      sums.queued += queued
      sums.busy += busy
      sums.busySquares += busy * busy
    },
    close() {
      const told = summary(sums)
      sums = empty()
      return told
    },
  }
}

const empty = () => ({
  finished: 0,
  refused: 0,
  missed: 0,
  responseMs: 0,
  ioWaitMs: 0,
  fragments: 0,
  byClient: 0,
  samples: 0,
  queued: 0,
  busy: 0,
  busySquares: 0,
})

function summary(sums: ReturnType<typeof empty>): PeriodSummary {
  const { finished, refused } = sums
  const samples = Math.max(1, sums.samples)
  const busyMean = sums.busy / samples
  return {
    finished,
    refused,
    responseMsMean: finished === 0 ? Number.NaN : sums.responseMs / finished,
    ioWaitMsMean: finished === 0 ? 0 : sums.ioWaitMs / finished,
    missRatio: finished + refused === 0 ? Number.NaN : (sums.missed + refused) / (finished + refused),
    clientRatio: sums.byClient / Math.max(1, sums.fragments),
    queueMean: sums.queued / samples,
    busyMean,
    busyVariance: Math.max(0, sums.busySquares / samples - busyMean * busyMean),
  }
}
