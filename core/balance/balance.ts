import { leastOutstanding } from './least-outstanding.ts'
import { roundRobin } from './round-robin.ts'

/** Decides which node gets a request. */
export interface Balance {
  /** The node, 0 .. nodes - 1. Counts as outstanding until `finished`. */
  pick(): number
  finished(node: number): void
}

export interface BalanceContext {
  readonly nodes: number
}

/** The family's list; the only registration there is. */
export const balancePolicies = [roundRobin, leastOutstanding]
