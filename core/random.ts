import alea from 'seedrandom/lib/alea.js'

/** A uniform draw in (0, 1), never 0 and never 1. */
export type Random = () => number

/** Half of Alea's resolution of 2^-32: stands in for its only possible 0, so that a logarithm stays finite. */
const SMALLEST = 1.1641532182693481e-10

/**
 * An independent stream of uniform numbers for one named purpose.
 *
 * Components draw from streams of their own, so adding one does not shift another, and two policies compared under one seed meet
 * the same arrivals (common random numbers).
 *
 * Source: Baagoe, Alea (2010) as shipped by seedrandom: multiply with carry on integers, the same bits in every engine.
 * Parameters: seed, name and replication; the three are joined and hashed by Alea's own Mash, changing any gives another stream.
 * Replications below zero are mirrors: where replication r draws u, replication -1 - r draws 1 - u (antithetic streams).
 * Cost: about 10 ns a draw.
 */
export function stream(seed: number, name: string, replication = 0): Random {
  if (replication < 0) return antithetic(stream(seed, name, -1 - replication))
  const next = alea(`${name}/${seed}/${replication}`)
  return () => next() || SMALLEST
}

/** The stream that draws 1 - u where the given one draws u; it consumes the given stream. */
export const antithetic =
  (random: Random): Random =>
  () =>
    1 - random()
