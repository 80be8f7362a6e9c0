/** Closed results for several stations: product forms, forks and joins, choices among many queues. */

import { invariant } from '#core/invariant.ts'
import { pow } from '#core/math/pow.ts'
import { harmonic } from '#core/model/gamma.ts'
import type { Ms, PerSecond, Ratio } from '#core/units.ts'

export interface ClosedNetwork {
  readonly population: number
  readonly thinkMs: Ms
  /** Visits times service time of each station. */
  readonly demandsMs: readonly Ms[]
}

/**
 * Throughput and response of a closed network of single servers, by exact mean value analysis:
 * R_k(n) = D_k (1 + Q_k(n - 1)), X(n) = n / (Z + sum R_k(n)), Q_k(n) = X(n) R_k(n).
 *
 * Source: Reiser, Lavenberg, J. ACM 27, 1980 (arrival theorem).
 * Cost: O(population x stations).
 */
export function meanValueAnalysis({ population, thinkMs, demandsMs }: ClosedNetwork): {
  throughputPerSecond: PerSecond
  responseMs: Ms
  utilisations: number[]
} {
  const queues = new Float64Array(demandsMs.length)
  let perMs = 0
  let responseMs = 0
  for (let n = 1; n <= population; n++) {
    const times = demandsMs.map((demand, k) => demand * (1 + queues[k]!))
    responseMs = times.reduce((sum, time) => sum + time, 0)
    perMs = n / (thinkMs + responseMs)
    for (const [k, time] of times.entries()) queues[k] = perMs * time
  }
  return {
    throughputPerSecond: 1000 * perMs,
    responseMs,
    utilisations: demandsMs.map((demand) => demand * perMs),
  }
}

/**
 * Mean number of customers at a single server of an open Jackson network: rho / (1 - rho); their sum over lambda is the mean response.
 *
 * Source: Jackson, Operations Research 5, 1957; Little 1961.
 */
export function jacksonInSystem(load: Ratio): number {
  invariant(load < 1, `a load below 1 has a steady state, found ${load}`)
  return load / (1 - load)
}

interface ForkLoad {
  readonly arrivalsPerSecond: PerSecond
  readonly serviceMs: Ms
  readonly stations: number
}

/**
 * Mean response of a fork into K exponential servers, joined when the last is done.
 *
 * K = 2: (12 - rho) / 8 times that of M/M/1, exact. K > 2: H_K / H_2 + (4/11) (1 - H_K / H_2) rho times that, an approximation within
 * 5 % for K up to 32.
 *
 * Source: Flatto, Hahn, SIAM J. Applied Mathematics 44, 1984 (K = 2); Nelson, Tantawi, IEEE Transactions on Computers 37, 1988.
 */
export function forkJoinResponseMs({ arrivalsPerSecond, serviceMs, stations }: ForkLoad): Ms {
  const rho = (arrivalsPerSecond * serviceMs) / 1000
  const single = serviceMs / (1 - rho)
  if (stations === 1) return single
  const growth = harmonic(stations) / harmonic(2)
  return (growth + (4 / 11) * (1 - growth) * rho) * ((12 - rho) / 8) * single
}

/**
 * Upper bound of the same: H_K / (mu - lambda), since responses of a fork are associated.
 *
 * Source: Nelson, Tantawi 1988.
 */
export function forkJoinResponseMsMax({ arrivalsPerSecond, serviceMs, stations }: ForkLoad): Ms {
  return (harmonic(stations) * serviceMs) / (1 - (arrivalsPerSecond * serviceMs) / 1000)
}

/**
 * Share of queues with at least n customers when each customer joins the shortest of d drawn at random, infinitely many queues:
 * rho^((d^n - 1) / (d - 1)).
 *
 * Source: Mitzenmacher, IEEE TPDS 12, 2001; Vvedenskaya, Dobrushin, Karpelevich 1996.
 */
export function chosenQueueFrom(load: Ratio, choices: number, n: number): Ratio {
  if (choices === 1) return pow(load, n)
  return pow(load, (pow(choices, n) - 1) / (choices - 1))
}

/** Mean response of the same, by Little's law from the sum over n; exponential service. Source: as chosenQueueFrom. */
export function chosenQueueResponseMs(load: Ratio, choices: number, serviceMs: Ms): Ms {
  let customers = 0
  for (let n = 1; n < 100_000; n++) {
    const share = chosenQueueFrom(load, choices, n)
    customers += share
    if (share < 1e-17) break
  }
  return (customers / load) * serviceMs
}
