import type { Trace } from '#core/cache/replay-trace.ts'
import { BucketWalk } from './bucket-walk.ts'

export interface FaultyReplay {
  readonly capacity: number
  readonly seed: number
}

const samples = 64
/** Buckets of the two policies' tables at first. */
const bucketsOfRandom = 65_536
const bucketsOfHyperbolic = 4096

/** Misses of Random as libCacheSim draws. */
export function randomWithFault(trace: Trace, options: FaultyReplay): number {
  return missesWith(trace, new BucketWalk(options.seed, bucketsOfRandom), {
    ...options,
    victimOf: (walk) => walk.draw(),
  })
}

/** Misses of Hyperbolic as libCacheSim draws: 64 neighbours on the circle in place of 64 of all, some of them several times. */
export function hyperbolicWithFault(trace: Trace, options: FaultyReplay): number {
  const walk = new BucketWalk(options.seed, bucketsOfHyperbolic)
  return missesWith(trace, walk, { ...options, victimOf: lowestPriority })
}

function lowestPriority(walk: BucketWalk, residents: ReadonlyMap<number, Resident>, now: number): number {
  let victim = -1
  let lowest = Infinity
  for (let sample = 0; sample < samples; sample++) {
    const key = walk.draw()
    const { requests, enteredAt } = residents.get(key)!
    const priority = requests / (now - enteredAt)
    if (priority >= lowest) continue
    victim = key
    lowest = priority
  }
  return victim
}

interface Resident {
  readonly size: number
  readonly enteredAt: number
  requests: number
}

function missesWith(
  { keys, sizes }: Trace,
  walk: BucketWalk,
  {
    capacity,
    victimOf,
  }: FaultyReplay & {
    victimOf: (walk: BucketWalk, residents: ReadonlyMap<number, Resident>, now: number) => number
  },
): number {
  const residents = new Map<number, Resident>()
  let used = 0
  let misses = 0
  for (let request = 0; request < keys.length; request++) {
    const key = keys[request]!
    const size = sizes?.[request] ?? 1
    const resident = residents.get(key)
    if (resident !== undefined) {
      resident.requests++
      continue
    }
    misses++
    if (size > capacity) continue
    while (used + size > capacity) {
      const victim = victimOf(walk, residents, request)
      used -= residents.get(victim)!.size
      residents.delete(victim)
      walk.remove(victim)
    }
    residents.set(key, { size, enteredAt: request, requests: 1 })
    walk.add(key)
    used += size
  }
  return misses
}
