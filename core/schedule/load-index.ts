/**
 * The preprint's scheduling formulas, made well defined: all terms dimensionless, denominators kept away from zero, empty slices
 * left out. Pure functions; the policies `adaptive` and `collaborative` apply them.
 *
 * Source  Mao, Chang, Chen, preprints202601.1301 (2026), equations 1, 4, 5 and 6
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

export interface CollaborativeTerms {
  /** S^f over a reference size. */
  readonly sizeRatio: number
  /** P^f, how much the fragment matters. */
  readonly priority: number
  /** T^net over a reference time. */
  readonly networkRatio: number
  /** R^b over a reference time. */
  readonly responseRatio: number
  /** L^b, tasks of the class that wait. */
  readonly queued: number
  /** C^cpu + B^io, each 0..1. */
  readonly load: number
  /** epsilon^miss, 0..1. */
  readonly penetrationRatio: Ratio
  /** Least network ratio and least load that is divided by. */
  readonly floor: Ratio
  readonly theta1: number
  readonly theta2: number
  readonly theta3: number
}

/**
 * Equation 6, Psi = theta1 S P / T_net + theta2 R L / (C + B) + theta3 epsilon, without a dimension; at most the sum of the thetas.
 *
 * Deviates  sizes and times are divided by references, denominators kept at or above the floor, and each of the first two terms x
 *           becomes x / (1 + x): the print adds KB/ms to ms over percent, of which the second is four orders larger
 */
export function collaborativeScore(terms: CollaborativeTerms): number {
  const front = (terms.sizeRatio * terms.priority) / Math.max(terms.networkRatio, terms.floor)
  const back = (terms.responseRatio * terms.queued) / Math.max(terms.load, terms.floor)
  return terms.theta1 * bounded(front) + terms.theta2 * bounded(back) + terms.theta3 * terms.penetrationRatio
}

const bounded = (x: number): Ratio => x / (1 + x)
