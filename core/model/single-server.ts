/**
 * One server with Poisson arrivals and any service time, under several disciplines; and GI/M/1.
 *
 * | symbol | meaning |
 * |---|---|
 * | lambda | arrivals per ms |
 * | rho | lambda E[S], the load; below 1 |
 * | S, W, T | service time, wait, response = W + S |
 */

import { invariant } from '#core/invariant.ts'
import { exp } from '#core/math/exp.ts'
import { pow } from '#core/math/pow.ts'
import { laplace, type Moments, moments } from '#core/model/moments.ts'
import type { Distribution } from '#core/scenario.ts'
import type { Ms, PerSecond, Ratio } from '#core/units.ts'

/** Poisson arrivals and a service time. */
export interface ServerLoad {
  readonly arrivalsPerSecond: PerSecond
  readonly service: Distribution
}

/** A class of customers with its own arrivals and service; classes are given in order of priority, first first. */
export type ClassLoad = ServerLoad

interface Parts extends Moments {
  readonly lambda: number
  readonly rho: Ratio
}

function partsOf({ arrivalsPerSecond, service }: ServerLoad): Parts {
  const found = moments(service)
  const lambda = arrivalsPerSecond / 1000
  const rho = lambda * found.mean
  invariant(rho < 1, `a load below 1 has a steady state, found ${rho}`)
  return { ...found, lambda, rho }
}

/**
 * Mean wait, first come first served: lambda E[S^2] / (2 (1 - rho)); Infinity when E[S^2] is.
 *
 * Source: Pollaczek 1930, Khinchine 1932; Kleinrock, Queueing Systems I, 1975, chapter 5.
 */
export function waitMsMean(load: ServerLoad): Ms {
  const { lambda, rho, second } = partsOf(load)
  return (lambda * second) / (2 * (1 - rho))
}

/**
 * Variance of the wait, first come first served: E[W]^2 + lambda E[S^3] / (3 (1 - rho)).
 *
 * Source: Takacs 1962; Kleinrock 1975, chapter 5.
 */
export function waitMsVariance(load: ServerLoad): number {
  const { lambda, rho, third } = partsOf(load)
  const mean = waitMsMean(load)
  return mean * mean + (lambda * third) / (3 * (1 - rho))
}

/**
 * P(W <= t) for a constant service time D: (1 - rho) sum over k <= t/D of (lambda (k D - t))^k / k! e^(-lambda (k D - t)).
 *
 * Source: Erlang 1909; Gross, Harris, Fundamentals of Queueing Theory, 4th ed. 2008, chapter 5.
 * Parameters: t up to about 20 services; terms of both signs cancel beyond.
 */
export function constantServiceWaitWithin(load: ServerLoad, t: Ms): Ratio {
  const { lambda, rho, mean } = partsOf(load)
  let sum = 0
  let factorial = 1
  for (let k = 0; k * mean <= t; k++) {
    const x = lambda * (k * mean - t)
    if (k > 0) factorial *= k
    sum += (pow(x, k) / factorial) * exp(-x)
  }
  return (1 - rho) * sum
}

/**
 * Mean response with processor sharing, of all or of a customer of one size: x / (1 - rho), whatever the distribution. The same for
 * last come first served, preemptive and resuming.
 *
 * Source: Kleinrock, Queueing Systems II, 1976, chapter 4; Sakata, Noguchi, Oizumi 1971.
 */
export function sharedResponseMs(load: ServerLoad, sizeMs: Ms = load.service.meanMs): Ms {
  return sizeMs / (1 - partsOf(load).rho)
}

/**
 * Mean response with shortest job first, not interrupted, exponential service:
 * E[W] = lambda E[S^2] / 2 times the mean of 1 / (1 - rho(x))^2 over sizes x, rho(x) the load of sizes up to x.
 *
 * Source: Phipps, Operations Research 4, 1956; Harchol-Balter 2013, chapter 31. Integrated by Simpson's rule to 40 means.
 */
export function shortestFirstResponseMs(load: ServerLoad): Ms {
  const { lambda, rho, mean, second } = partsOf(load)
  invariant(load.service.shape === 'exponential', 'an exponential service time')
  const average = simpson((x) => exp(-x) / square(1 - loadUpTo(rho, x)), 40)
  return mean + ((lambda * second) / 2) * average
}

/**
 * Mean response with least remaining service first (SRPT), exponential service: the mean over sizes x of
 * (lambda integral over t < x of t^2 f(t) + lambda x^2 P(S > x)) / (2 (1 - rho(x))^2) + integral over t < x of 1 / (1 - rho(t)).
 *
 * Source: Schrage, Miller, Operations Research 14, 1966; Harchol-Balter 2013, chapter 33. Integrated by Simpson's rule to 40 means.
 */
export function leastRemainingResponseMs(load: ServerLoad): Ms {
  const { rho, mean } = partsOf(load)
  invariant(load.service.shape === 'exponential', 'an exponential service time')
  // In units of the mean: the integral of t^2 e^-t up to x, and x^2 of the sizes beyond.
  const residual = (x: number) => 2 - exp(-x) * (x * x + 2 * x + 2) + x * x * exp(-x)
  const waiting = simpson((x) => (exp(-x) * rho * residual(x)) / (2 * square(1 - loadUpTo(rho, x))), 40)
  // Swapping the integrals, the mean of the residence is the integral of P(S > t) / (1 - rho(t)).
  const residence = simpson((t) => exp(-t) / (1 - loadUpTo(rho, t)), 40)
  return mean * (waiting + residence)
}

/** Load of exponential services up to x means: rho (1 - e^-x (1 + x)). */
const loadUpTo = (rho: Ratio, x: number): Ratio => rho * (1 - exp(-x) * (1 + x))

const square = (x: number): number => x * x

function simpson(f: (x: number) => number, end: number): number {
  const steps = 8000
  const width = end / steps
  let sum = f(0) + f(end)
  for (let i = 1; i < steps; i++) sum += f(i * width) * (i % 2 === 1 ? 4 : 2)
  return (sum * width) / 3
}

/**
 * Mean wait of class i with priorities that do not interrupt: R / ((1 - sigma(i-1)) (1 - sigma(i))), R = sum lambda E[S^2] / 2 over all.
 *
 * Source: Cobham, Operations Research 2, 1954; Kleinrock 1976, chapter 3.
 * Parameters: classes in order of priority; index from 0; the load of classes 0 to i is below 1.
 */
export function priorityWaitMs(classes: readonly ClassLoad[], index: number): Ms {
  let residual = 0
  for (const { arrivalsPerSecond, service } of classes)
    residual += ((arrivalsPerSecond / 1000) * moments(service).second) / 2
  return residual / ((1 - loadOfFirst(classes, index)) * (1 - loadOfFirst(classes, index + 1)))
}

/**
 * Mean response of class i with priorities that interrupt and resume:
 * E[S_i] / (1 - sigma(i-1)) + R(i) / ((1 - sigma(i-1)) (1 - sigma(i))), R(i) = sum lambda E[S^2] / 2 over classes 0 to i.
 *
 * Source: Kleinrock 1976, chapter 3; Jaiswal 1968.
 */
export function preemptiveResponseMs(classes: readonly ClassLoad[], index: number): Ms {
  let residual = 0
  for (const { arrivalsPerSecond, service } of classes.slice(0, index + 1))
    residual += ((arrivalsPerSecond / 1000) * moments(service).second) / 2
  const above = 1 - loadOfFirst(classes, index)
  return (
    moments(classes[index]!.service).mean / above + residual / (above * (1 - loadOfFirst(classes, index + 1)))
  )
}

function loadOfFirst(classes: readonly ClassLoad[], count: number): Ratio {
  let load = 0
  for (const { arrivalsPerSecond, service } of classes.slice(0, count))
    load += (arrivalsPerSecond / 1000) * moments(service).mean
  return load
}

/**
 * Mean wait when the server goes on vacation again and again while nobody is there: that of Pollaczek and Khinchine and E[V^2] / (2 E[V]).
 *
 * Source: Fuhrmann, Cooper, Operations Research 33, 1985 (decomposition).
 */
export function vacationWaitMs(load: ServerLoad, vacation: Distribution): Ms {
  const { mean, second } = moments(vacation)
  return waitMsMean(load) + second / (2 * mean)
}

/**
 * Mean wait when the server needs a set-up D after each idle period: Pollaczek and Khinchine's and (2 E[D] + lambda E[D^2]) / (2 (1 + lambda E[D])).
 *
 * Source: Welch, Operations Research 12, 1964; Harchol-Balter 2013, chapter 27.
 */
export function setUpWaitMs(load: ServerLoad, setUp: Distribution): Ms {
  const { mean, second } = moments(setUp)
  const lambda = load.arrivalsPerSecond / 1000
  return waitMsMean(load) + (2 * mean + lambda * second) / (2 * (1 + lambda * mean))
}

/**
 * Chance sigma that an arrival of GI/M/1 must wait: the root in (0, 1) of sigma = A*(mu (1 - sigma)). Then E[T] = E[S] / (1 - sigma).
 *
 * Source: Kleinrock 1975, chapter 6. Bisection, to the last bit.
 * Errors: undefined where the transform of the times between arrivals has no short form, or the load is 1 or more.
 */
export function renewalWaitRatio(interarrival: Distribution, serviceMs: Ms): Ratio | undefined {
  if (serviceMs >= interarrival.meanMs || laplace(interarrival, 1) === undefined) return undefined
  // The difference is positive below the root and negative between it and 1.
  const excess = (sigma: number) => laplace(interarrival, (1 - sigma) / serviceMs)! - sigma
  let low = 0
  let high = 1 - 1e-9
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2
    if (excess(middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
