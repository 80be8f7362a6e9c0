/**
 * The preprint's scheduling formulas, made well defined: all terms dimensionless, denominators kept away from zero, empty slices
 * left out. Pure functions; the policy `adaptive` applies them.
 *
 * Source  Mao, Chang, Chen, preprints202601.1301 (2026), equations 1, 4 and 5
 */
import type { Ms, Ratio } from '#core/units.ts'

export interface PriorityTerms {
  /** Q, tasks of the class that wait. */
  readonly queued: number
  /** R, smoothed response time of the class. */
  readonly responseMs: Ms
  /** L, time the task spends in input and output. */
  readonly ioMs: Ms
  /** C, time it needs of the processor. */
  readonly cpuMs: Ms
  /** Smallest demand told apart from none. */
  readonly sliceMs: Ms
}

/**
 * Equation 1, T = Q R / (L + C): the higher, the earlier. In tasks.
 *
 * Deviates  L and C are both times (the print adds operations to cycles), L + C is at least one slice, and Q and R belong to the
 *           class: a queue shared by all tasks would multiply every priority alike and drop out of the order
 */
export function executionPriority({ queued, responseMs, ioMs, cpuMs, sliceMs }: PriorityTerms): number {
  return (queued * responseMs) / Math.max(ioMs + cpuMs, sliceMs)
}

export interface WeightTerms {
  readonly ioBytes: number
  /** BW_sys over the reference period: bytes that can still be moved in it. */
  readonly bandwidthBytes: number
  readonly cpuMs: Ms
  /** C_avail: processor time left in the reference period. */
  readonly availableMs: Ms
  /** Q of equation 4, the task's own waiting time. */
  readonly waitMs: Ms
  /** What a waiting time is measured against, for example the objective. */
  readonly referenceMs: Ms
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
}

/**
 * Equation 4, W = alpha IO/BW + beta CPU/C_avail + gamma Q, without a dimension.
 *
 * Deviates  the waiting time is divided by a reference (the print adds seconds to pure numbers)
 */
export function schedulingWeight(terms: WeightTerms): number {
  return (
    (terms.alpha * terms.ioBytes) / terms.bandwidthBytes +
    (terms.beta * terms.cpuMs) / terms.availableMs +
    (terms.gamma * terms.waitMs) / terms.referenceMs
  )
}

/** Remaining capacity, kept at or above `floor` of the whole: at saturation the weights keep an order instead of exploding. */
export const remaining = (capacity: number, usedRatio: Ratio, floor: Ratio): number =>
  capacity * Math.max(floor, 1 - usedRatio)

export interface Slice {
  /** T, service given in the slice. */
  readonly serviceMs: Ms
  /** D, queueing delay in the slice. */
  readonly delayMs: Ms
  /** S, requests of the class in the slice. */
  readonly requests: number
}

/**
 * Equation 5, F = mean over the window of (T + D) / S, ms a request.
 *
 * Deviates  slices without requests are left out of the sum and of k; 0 when there is none
 */
export function schedulingIntensity(slices: readonly Slice[]): Ms {
  let sum = 0
  let counted = 0
  for (const { serviceMs, delayMs, requests } of slices) {
    if (requests === 0) continue
    sum += (serviceMs + delayMs) / requests
    counted++
  }
  return counted === 0 ? 0 : sum / counted
}
