import { performance } from 'node:perf_hooks'

/** What a run gives that measured itself: another process, or one whose preparation does not count. */
export interface Timing {
  readonly seconds: number
  readonly checksum: number
}

export interface Timed {
  readonly name: string
  /** Events, requests or whatever the unit counts, of one run. */
  readonly amount: number
  /** Runs once and gives a number that depends on all the work, so that none of it can be left out. */
  readonly run: () => number | Timing
}

export interface Figure {
  readonly name: string
  readonly unit: string
  readonly perSecondMedian: number
  readonly spreadRatio: number
  readonly checksum: number
}

/** Runs each in turn, A B A B ..., after one warm-up; the median of the rates, and (highest - lowest) / median. */
export function measure(timed: readonly Timed[], unit: string, rounds: number): Figure[] {
  const rates = timed.map((): number[] => [])
  const sums = timed.map((one) => timing(one).checksum)
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of timed.entries()) {
      const { seconds, checksum } = timing(one)
      rates[index]!.push(one.amount / seconds)
      if (checksum !== sums[index])
        throw new Error(`${one.name}: checksum changed from ${sums[index]} to ${checksum}`)
    }
  }
  return timed.map(({ name }, index) => {
    const sorted = rates[index]!.sort((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)]!
    return {
      name,
      unit,
      perSecondMedian: median,
      spreadRatio: (sorted.at(-1)! - sorted[0]!) / median,
      checksum: sums[index]!,
    }
  })
}

function timing({ run }: Timed): Timing {
  const startedMs = performance.now()
  const result = run()
  return typeof result === 'number'
    ? { seconds: (performance.now() - startedMs) / 1000, checksum: result }
    : result
}
