import { invariant } from '#core/invariant.ts'
import { log } from '#core/math/log.ts'
import type { Ms, PerSecond, Ratio } from '#core/units.ts'

/** A station with Poisson arrivals; times come out in milliseconds. */
export interface StationLoad {
  readonly arrivalsPerSecond: PerSecond
  readonly serviceMs: Ms
  readonly servers: number
}

/** lambda E[S] / c, the share of time that a server works. */
export function utilisation({ arrivalsPerSecond, serviceMs, servers }: StationLoad): Ratio {
  return (arrivalsPerSecond * serviceMs) / 1000 / servers
}

/**
 * Chance that an arrival must wait in M/M/c.
 *
 * C = B / (1 - rho (1 - B)) with B from B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)), a = lambda E[S].
 *
 * Source: Erlang 1917; Gross, Harris: Fundamentals of Queueing Theory, 4th ed. 2008, chapter 2; the recursion avoids factorials.
 * Errors: a load of 1 or more has no steady state.
 */
export function waitProbability(load: StationLoad): Ratio {
  const rho = stableUtilisation(load)
  const blocked = blockingProbability(rho * load.servers, load.servers)
  return blocked / (1 - rho * (1 - blocked))
}

/**
 * Chance that an arrival is lost when there is no queue (M/G/c/c).
 *
 * Source: Erlang 1917 (B formula), recursion in Gross, Harris 2008, chapter 2.
 * Parameters: offered load a = lambda E[S] in erlangs.
 */
export function blockingProbability(offered: number, servers: number): Ratio {
  let blocked = 1
  for (let k = 1; k <= servers; k++) blocked = (offered * blocked) / (k + offered * blocked)
  return blocked
}

/**
 * Mean wait before service in M/M/c: C E[S] / (c (1 - rho)).
 *
 * Source: Gross, Harris 2008, chapter 2; c = 1 gives Kleinrock, Queueing Systems I, 1975, chapter 3.
 */
export function meanWaitMs(load: StationLoad): Ms {
  const rho = stableUtilisation(load)
  return (waitProbability(load) * load.serviceMs) / (load.servers * (1 - rho))
}

/** Mean time from arrival to departure in M/M/c: wait and service. Source: as meanWaitMs. */
export function meanResponseMs(load: StationLoad): Ms {
  return meanWaitMs(load) + load.serviceMs
}

/** Mean number in system, by Little's law N = X R. Source: Little, Operations Research 9, 1961. */
export function meanInSystem(load: StationLoad): number {
  return (load.arrivalsPerSecond * meanResponseMs(load)) / 1000
}

/**
 * Quantile of the response time of M/M/1 in arrival order: -ln(1 - p) E[S] / (1 - rho), it is exponential.
 *
 * Source: Kleinrock 1975, chapter 5 (response time distribution of M/M/1).
 * Parameters: p in [0, 1).
 */
export function responseQuantileMs(load: StationLoad, p: Ratio): Ms {
  invariant(load.servers === 1, `one server for the M/M/1 quantile, found ${load.servers}`)
  return (-log(1 - p) * load.serviceMs) / (1 - stableUtilisation(load))
}

/**
 * Quantile of the wait in M/M/c: P(wait > t) = C e^(-c (1 - rho) t / E[S]), 0 when fewer than 1 - p must wait at all.
 *
 * Source: Gross, Harris 2008, chapter 2.
 * Parameters: p in [0, 1).
 */
export function waitQuantileMs(load: StationLoad, p: Ratio): Ms {
  const excess = log(waitProbability(load) / (1 - p))
  return (Math.max(0, excess) * load.serviceMs) / (load.servers * (1 - stableUtilisation(load)))
}

function stableUtilisation(load: StationLoad): Ratio {
  const rho = utilisation(load)
  invariant(rho < 1, `a utilisation below 1 has a steady state, found ${rho}`)
  return rho
}
