import { byKey, holds, type Operation, type Verdict } from './history.ts'

/** Which earlier operations a read must not fall behind. */
export interface Freshness {
  /** How long after it may still be missed, ms. */
  readonly boundMs: number
  /** From when it counts: its commit in the store even if nobody was told, or its end, the acknowledgement. */
  readonly since: 'commit' | 'end'
  readonly counts: (earlier: Operation, read: Operation) => boolean
  readonly reason: string
}

/**
 * Finds a read that began more than a bound after an operation on a newer version, and saw an older one. Values are versions.
 *
 * Source  Golab, Li, Shah: Analyzing consistency properties for fun and profit (Delta-atomicity). PODC 2011
 * Cost    O(n log n) a key without `counts` between processes, O(n^2) at worst
 */
export function fallenBehind(
  history: readonly Operation[],
  { boundMs, since, counts, reason }: Freshness,
): Verdict {
  const sinceOf = ({ start, committed = start, end }: Operation): number =>
    since === 'commit' ? committed : end
  for (const register of byKey(history)) {
    const earlier = register
      .filter((operation) => sinceOf(operation) < Number.POSITIVE_INFINITY)
      .sort((a, b) => sinceOf(a) - sinceOf(b))
    for (const read of register) {
      if (read.kind !== 'read' || read.status !== 'ok') continue
      const missed = newest(earlier, read)
      if (missed !== undefined) return { holds: false, counterExample: [missed, read], reason }
    }

    function newest(operations: readonly Operation[], read: Operation): Operation | undefined {
      let missed: Operation | undefined
      for (const operation of operations) {
        if (sinceOf(operation) + boundMs >= read.start) return missed
        const isNewer = version(operation) > version(missed ?? read)
        if (isNewer && operation.status !== 'fail' && counts(operation, read)) missed = operation
      }
      return missed
    }
  }
  return holds
}

const version = ({ value }: Operation): number => value ?? 0

const isWrite = ({ kind }: Operation): boolean => kind !== 'read'

/** Every read is at most this much behind the writes; see `Freshness.since` for what begins the time. */
export const boundedStaleness = (
  history: readonly Operation[],
  boundMs: number,
  since: Freshness['since'] = 'end',
): Verdict =>
  fallenBehind(history, {
    boundMs,
    since,
    counts: isWrite,
    reason: `the read is more than ${boundMs} ms behind the write`,
  })
