import type { Random } from '#core/random.ts'
import type { Dispatch } from '#core/scenario/traffic.ts'

/** Chooses a station for each customer on arrival, from the numbers of customers present. */
export interface Dispatcher {
  choose(): number
  /** The station with this index has become empty. */
  emptied(index: number): void
}

/**
 * random: uniformly; round-robin: each in turn; power-of-d: the fewest customers among d different stations drawn at random; shortest:
 * the fewest of all, ties at random (JSQ); idle: one without customers if there is any, else uniformly (JIQ with one central list).
 *
 * Source: Mitzenmacher, IEEE TPDS 12, 2001; Vvedenskaya, Dobrushin, Karpelevich 1996; JSQ: Haight 1958, Kingman 1961; JIQ: Lu et al.,
 * Performance Evaluation 68, 2011, Stolyar 2015.
 * Parameters: countAt(i) customers present at station i of `stations`.
 * Cost: O(1), power-of-d O(d^2), shortest O(stations).
 */
export function dispatcher(
  { rule, choices }: Dispatch,
  stations: number,
  at: { countAt: (index: number) => number; random: Random },
): Dispatcher {
  const { countAt, random } = at
  const any = () => Math.floor(random() * stations)
  if (rule === 'random') return { choose: any, emptied: () => {} }
  if (rule === 'round-robin') {
    let next = -1
    return { choose: () => (next = (next + 1) % stations), emptied: () => {} }
  }
  if (rule === 'idle') return idleFirst(stations, random, any)
  if (rule === 'shortest') return { choose: () => shortest(stations, countAt, random), emptied: () => {} }
  const drawn = new Int32Array(Math.min(choices, stations))
  return { choose: () => shortestOf(drawn, countAt, any), emptied: () => {} }
}

function shortestOf(drawn: Int32Array, countAt: (index: number) => number, any: () => number): number {
  let best = -1
  let fewest = Infinity
  for (let i = 0; i < drawn.length; i++) {
    let index = any()
    while (drawn.subarray(0, i).includes(index)) index = any()
    drawn[i] = index
    // In the order of the draw the first of equals is as good as any.
    if (countAt(index) < fewest) {
      fewest = countAt(index)
      best = index
    }
  }
  return best
}

function shortest(stations: number, countAt: (index: number) => number, random: Random): number {
  let best = 0
  let fewest = Infinity
  let ties = 0
  for (let index = 0; index < stations; index++) {
    const count = countAt(index)
    if (count > fewest) continue
    ties = count < fewest ? 1 : ties + 1
    fewest = count
    // The k-th of equals takes the place with chance 1/k: all are equally likely in the end.
    if (ties === 1 || random() * ties < 1) best = index
  }
  return best
}

function idleFirst(stations: number, random: Random, any: () => number): Dispatcher {
  const idle = Array.from({ length: stations }, (_, index) => index)
  return {
    choose: () => {
      if (idle.length === 0) return any()
      const at = Math.floor(random() * idle.length)
      const index = idle[at]!
      const last = idle.pop()!
      if (at < idle.length) idle[at] = last
      return index
    },
    emptied: (index) => {
      idle.push(index)
    },
  }
}
