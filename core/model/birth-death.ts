/** Stations whose number of customers rises and falls by one: finite room, impatience, closed populations. */
import type { Ms, PerSecond, Ratio } from '#core/units.ts'

/** A birth-death process on 0..most, rates in any common unit. */
export interface BirthDeath {
  readonly birth: (n: number) => number
  readonly death: (n: number) => number
  readonly most: number
}

/**
 * Share of time in each state: p(n) = p(0) times the product of birth(k - 1) / death(k).
 *
 * Source: Kleinrock, Queueing Systems I, 1975, chapter 3.
 * Cost: O(most); the largest term is scaled to 1, so nothing overflows.
 */
export function stationary({ birth, death, most }: BirthDeath): Float64Array {
  const shares = new Float64Array(most + 1)
  shares[0] = 1
  let total = 1
  for (let n = 1; n <= most; n++) {
    shares[n] = (shares[n - 1]! * birth(n - 1)) / death(n)
    total += shares[n]!
    if (total > 1e200) {
      for (let k = 0; k <= n; k++) shares[k]! /= total
      total = 1
    }
  }
  return shares.map((share) => share / total)
}

/** What a station does in the long run. */
export interface StationOutcome {
  /** Arrivals that are turned away, or that leave without service. */
  readonly lossRatio: Ratio
  readonly inSystemMean: number
  readonly inSystemVariance: number
  readonly waitingMean: number
  readonly busyMean: number
  readonly throughputPerSecond: PerSecond
  /** Of those who are served. */
  readonly responseMs: Ms
  /** Of arrivals that are let in. */
  readonly waitRatio: Ratio
}

interface FiniteLoad {
  readonly arrivalsPerSecond: PerSecond
  readonly serviceMs: Ms
  readonly servers: number
}

/**
 * M/M/c/K: room for K customers, the others are lost.
 *
 * Source: Gross, Harris, Fundamentals of Queueing Theory, 4th ed. 2008, chapter 2; K = c is Erlang's loss system.
 */
export function finiteRoom(load: FiniteLoad, room: number): StationOutcome {
  const shares = stationary({
    birth: () => load.arrivalsPerSecond / 1000,
    death: (n) => Math.min(n, load.servers) / load.serviceMs,
    most: room,
  })
  return outcomeOf(shares, load, shares[room]!)
}

/**
 * M/M/c+M (Erlang-A): who waits gives up after an exponential patience.
 *
 * The share that gives up is theta E[waiting] / lambda. States are counted up to where their share is below 1e-18 of the largest.
 *
 * Source: Palm 1957; Garnett, Mandelbaum, Reiman, Manufacturing and Service Operations Management 4, 2002.
 */
export function impatient(load: FiniteLoad, patienceMs: Ms): StationOutcome {
  const { serviceMs, servers } = load
  const lambda = load.arrivalsPerSecond / 1000
  const death = (n: number) => Math.min(n, servers) / serviceMs + Math.max(0, n - servers) / patienceMs
  let most = servers
  for (let share = 1; share > 1e-18 || death(most) < 2 * lambda; share *= Math.min(1, lambda / death(most)))
    most++
  const shares = stationary({ birth: () => lambda, death, most })
  const outcome = outcomeOf(shares, load, 0)
  const lossRatio = outcome.waitingMean / patienceMs / lambda
  return {
    ...outcome,
    lossRatio,
    throughputPerSecond: load.arrivalsPerSecond * (1 - lossRatio),
    responseMs: Number.NaN,
  }
}

/**
 * M/M/c//N, the machine repairman: N customers who think and come back.
 *
 * Source: Gross, Harris 2008, chapter 2; Little's law gives the response.
 */
export function finitePopulation({
  population,
  thinkMs,
  serviceMs,
  servers,
}: {
  population: number
  thinkMs: Ms
  serviceMs: Ms
  servers: number
}): StationOutcome {
  const shares = stationary({
    birth: (n) => (population - n) / thinkMs,
    death: (n) => Math.min(n, servers) / serviceMs,
    most: population,
  })
  const busy = meanOf(shares, (n) => Math.min(n, servers))
  const load = { arrivalsPerSecond: (1000 * busy) / serviceMs, serviceMs, servers }
  return { ...outcomeOf(shares, load, 0), waitRatio: Number.NaN }
}

function outcomeOf(shares: Float64Array, load: FiniteLoad, lossRatio: Ratio): StationOutcome {
  const { servers, serviceMs } = load
  const inSystemMean = meanOf(shares, (n) => n)
  const busyMean = meanOf(shares, (n) => Math.min(n, servers))
  const throughputPerSecond = (1000 * busyMean) / serviceMs
  const last = shares.length - 1
  const queueing = meanOf(shares, (n) => (n >= servers && (lossRatio === 0 || n < last) ? 1 : 0))
  return {
    lossRatio,
    inSystemMean,
    inSystemVariance: meanOf(shares, (n) => n * n) - inSystemMean * inSystemMean,
    waitingMean: inSystemMean - busyMean,
    busyMean,
    throughputPerSecond,
    responseMs: (1000 * inSystemMean) / throughputPerSecond,
    waitRatio: queueing / (1 - lossRatio),
  }
}

function meanOf(shares: Float64Array, value: (n: number) => number): number {
  let sum = 0
  for (let n = shares.length - 1; n >= 0; n--) sum += shares[n]! * value(n)
  return sum
}
