import { performance } from 'node:perf_hooks'

export interface Timed {
  readonly name: string
  /** Runs once and gives a number that depends on all the work, so that none of it can be left out. */
  readonly run: () => number
}

export interface Figure {
  readonly name: string
  readonly unit: string
  readonly perSecondMedian: number
  readonly spreadRatio: number
  readonly checksum: number
}

/** Runs each in turn, A B A B ..., after one warm-up; the median of the rates, and (highest - lowest) / median. */
export function measure(timed: readonly Timed[], amount: number, unit: string, rounds: number): Figure[] {
  const rates = timed.map((): number[] => [])
  const sums = timed.map(({ run }) => run())
  for (let round = 0; round < rounds; round++) {
    timed.forEach(({ run }, index) => {
      const startedMs = performance.now()
      const checksum = run()
      rates[index]!.push((amount * 1000) / (performance.now() - startedMs))
      if (checksum !== sums[index])
        throw new Error(`${timed[index]!.name}: checksum changed from ${sums[index]} to ${checksum}`)
    })
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
