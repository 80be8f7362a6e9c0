/** A fitted number with its 95 % interval and how many observations it comes from. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly samples: number
}

/** From a standard error: the normal interval, never below 0. */
export const estimate = (value: number, standardError: number, samples: number): Estimate => ({
  value,
  low: Math.max(0, value - 1.959964 * standardError),
  high: value + 1.959964 * standardError,
  samples,
})
