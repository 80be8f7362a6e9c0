import { log2 } from '#core/math/log-to-base.ts'
import { pow } from '#core/math/pow.ts'

/** What is known of an entry when it was last asked for. */
export interface Reference {
  /** Time of this reference, in requests that the cache has seen. */
  readonly now: number
  /** References since it came in, this one included. */
  readonly count: number
  /** Weighted references that halve once a half-life, this one included. */
  readonly combined: number
  readonly size: number
}

/** What is known of the cache. */
export interface Surroundings {
  /** Entries held. */
  readonly entries: number
  /** Mean size of an entry. */
  readonly sizeMean: number
  /** Rank of the last entry that left. */
  readonly floor: number
  /** Requests in which `combined` halves. */
  readonly halfLife: number
}

/** An eviction rule that is an order: a rank that changes only when an entry is asked for; the lowest leaves. */
export interface RankRule {
  readonly name: string
  rank(reference: Reference, surroundings: Surroundings): number
}

/** Newcomers are taken for older by so many requests for each entry held. */
const newcomerHandicap = 4

/**
 * From recency to frequency, and one by size.
 *
 * Source  Mattson et al. 1970 (recency); Karedla, Love, Wherry, IEEE Computer 27(3), 1994 (segmented: used twice before used once);
 *         Lee et al., IEEE Transactions on Computers 50(12), 2001 (combined); Arlitt et al., SIGMETRICS PER 27(4), 2000 (aged:
 *         frequency with dynamic ageing); Cherkasova, HP Labs 1998 (density)
 */
export const rankRules: readonly RankRule[] = [
  { name: 'recency', rank: ({ now }) => now },
  {
    name: 'segmented',
    rank: ({ now, count }, { entries }) => (count > 1 ? now : now - newcomerHandicap * entries),
  },
  { name: 'combined', rank: ({ now, combined }, { halfLife }) => log2(combined) * halfLife + now },
  { name: 'frequency', rank: ({ count }) => count },
  { name: 'aged-frequency', rank: ({ count }, { floor }) => floor + count },
  { name: 'density', rank: ({ count, size }, { floor, sizeMean }) => floor + (count * sizeMean) / size },
]

/** `combined` after a reference at `now`, of an entry that had `before` at its last one. */
export const combinedAt = (before: number, requestsSince: number, halfLife: number): number =>
  1 + before * pow(0.5, requestsSince / halfLife)
