import type { Trace } from '#core/cache/replay-trace.ts'
import { cacheusWithFaults } from './cacheus-with-faults.ts'
import { type FaultyReplay, hyperbolicWithFault, randomWithFault } from './random-with-fault.ts'
import type { Truth } from './rows.ts'
import { traceOf } from './traces.ts'

/** A row that may be further away than was asked for, because the program that made it is at fault. */
export interface Exception {
  readonly reason: string
  /** How far we are from such rows at most, as a difference of miss ratios; none where that program misses nearly always. */
  readonly ratioMax?: number
  readonly proof?: Proof
}

/** The program's fault repeated: misses that must be those of the row, else the exception does not hold. */
export interface Proof {
  readonly misses: (trace: Trace, options: FaultyReplay) => number
  /** As a difference of miss ratios from the mean of the seeds; 0 is exact, seed by seed. */
  readonly ratioMax: number
}

const draws =
  'libCacheSim draws by the lowest bits of a linear congruential generator: always the same circle of buckets'

/** Keys of this trace were numbered anew, so they lie in other buckets. */
const renumbered = 'syn_zipf_sized'

/** Faults of the program that made the rows. */
export function exceptionOf({ trace, policy, capacity }: Truth): Exception | undefined {
  const sizeMax = largest(traceOf(trace).sizes)
  const drawsRatioMax = trace === renumbered ? 0.005 : 0
  switch (policy) {
    case 'S3FIFO-0.1000-2':
      if (sizeMax < Math.floor(capacity / 10)) return undefined
      return { reason: 'libCacheSim refuses every object whose size reaches that of the small queue' }
    case 'LIRS':
      if (sizeMax <= Math.floor(capacity / 200)) return undefined
      return {
        reason:
          'libCacheSim counts hits on entries that their own hit drove out of a queue too small for two',
        ratioMax: 0.0005,
      }
    case 'LFUDA':
      return {
        reason: 'libCacheSim adds the age at each hit in place of 1; LFU-DA is compared with GDSF',
        ratioMax: 0.01,
      }
    case 'Random':
      return { reason: draws, ratioMax: 0.022, proof: { misses: randomWithFault, ratioMax: drawsRatioMax } }
    case 'Hyperbolic':
      return {
        reason: `${draws}; of a bucket only the first object`,
        ratioMax: 0.009,
        proof: { misses: hyperbolicWithFault, ratioMax: drawsRatioMax },
      }
    case 'WTinyLFU-w0.01-SLRU':
      if (capacity >= 100) return undefined
      return { reason: 'libCacheSim has a window of 0 below capacity 100 and refuses every object' }
    case 'Cacheus':
      return {
        reason:
          'libCacheSim never changes the learning rate (integer division) nor the border of SR-LRU (marks are lost), and does not fill the cache',
        ratioMax: 0.039,
        proof: { misses: cacheusWithFaults, ratioMax: 0.005 },
      }
    default:
      return undefined
  }
}

function largest(sizes: ArrayLike<number> | undefined): number {
  let most = 1
  for (let at = 0; at < (sizes?.length ?? 0); at++) most = Math.max(most, sizes![at]!)
  return most
}
