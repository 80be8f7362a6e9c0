import { rarestKey } from '#core/collections/rarest-key.ts'

/**
 * Counts which key followed a context, for a bounded number of contexts and of successors in each; the ones unused for longest, and the
 * rarest successor, make room.
 *
 * Cost  O(successors)
 */
export class SuccessorTable {
  readonly #contextsMax: number
  readonly #successorsMax: number
  /** In order of last use. */
  readonly #contexts = new Map<string | number, Map<number, number>>()

  constructor(contextsMax: number, successorsMax: number) {
    this.#contextsMax = contextsMax
    this.#successorsMax = successorsMax
  }

  record(context: string | number, key: number): void {
    const successors = this.#contexts.get(context) ?? new Map<number, number>()
    this.#contexts.delete(context)
    this.#contexts.set(context, successors)
    if (this.#contexts.size > this.#contextsMax) this.#contexts.delete(this.#contexts.keys().next().value!)
    const before = successors.get(key)
    if (before === undefined && successors.size >= this.#successorsMax)
      successors.delete(rarestKey(successors))
    successors.set(key, (before ?? 0) + 1)
  }

  /** Successors that followed at least this share of the time, the most frequent first; undefined for a context never seen. */
  likely(context: string | number, shareMin: number): readonly number[] | undefined {
    const successors = this.#contexts.get(context)
    if (successors === undefined) return undefined
    let total = 0
    for (const times of successors.values()) total += times
    return [...successors]
      .filter(([, times]) => times >= shareMin * total)
      .toSorted(([a, timesOfA], [b, timesOfB]) => timesOfB - timesOfA || a - b)
      .map(([key]) => key)
  }
}
