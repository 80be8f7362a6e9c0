import type { Ratio } from '#core/units.ts'
import { even } from './share/even.ts'
import { marginalGain } from './share/marginal-gain.ts'

/** What is known of one tenant of a shared cache. */
export interface Tenant {
  /** Requests in the period that the curve is of: the weight of its hits. */
  readonly requests: number
  missRatio(capacity: number): Ratio
}

/** Divides the memory of a cache among its tenants. */
export interface Share {
  /** Capacity of each tenant in units of size; they add up to at most `capacity`. */
  divide(tenants: readonly Tenant[], capacity: number): number[]
}

/** The family's list; the only registration there is. */
export const sharePolicies = [even, marginalGain]
