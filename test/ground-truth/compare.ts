import { replayTrace } from '#core/cache/replay-trace.ts'
import { type Exception, exceptionOf, type Proof } from './exceptions.ts'
import type { Truth } from './rows.ts'
import { traceOf } from './traces.ts'

/** Our name of a policy, and how far the mean over seeds may be away, as a difference of miss ratios; 0 is exact in misses and bytes. */
const policies: Readonly<Record<string, { readonly policy: string; readonly ratioMax: number }>> = {
  LRU: { policy: 'lru', ratioMax: 0 },
  FIFO: { policy: 'fifo', ratioMax: 0 },
  Clock: { policy: 'clock', ratioMax: 0 },
  Sieve: { policy: 'sieve', ratioMax: 0 },
  'S3FIFO-0.1000-2': { policy: 's3-fifo', ratioMax: 0 },
  LFU: { policy: 'lfu', ratioMax: 0 },
  LFUDA: { policy: 'lfu-da', ratioMax: 0 },
  'S4LRU(25:25:25:25)': { policy: 'slru', ratioMax: 0 },
  TwoQ: { policy: 'two-q', ratioMax: 0 },
  ARC: { policy: 'arc', ratioMax: 0 },
  LIRS: { policy: 'lirs', ratioMax: 0 },
  GDSF: { policy: 'gdsf', ratioMax: 0 },
  Size: { policy: 'size', ratioMax: 0 },
  Belady: { policy: 'belady', ratioMax: 0 },
  BeladySize: { policy: 'belady-size', ratioMax: 0.005 },
  Random: { policy: 'random', ratioMax: 0.005 },
  Hyperbolic: { policy: 'hyperbolic', ratioMax: 0.005 },
  LHD: { policy: 'lhd', ratioMax: 0.005 },
  LeCaR: { policy: 'lecar', ratioMax: 0.005 },
  Cacheus: { policy: 'cacheus', ratioMax: 0.005 },
  'WTinyLFU-w0.01-SLRU': { policy: 'w-tinylfu', ratioMax: 0.01 },
}

export interface Comparison {
  readonly truth: Truth
  /** Mean over the seeds. */
  readonly misses: number
  readonly missBytes: number
  readonly ratioDifference: number
  /** `equal` in misses and bytes, `within` what was asked for, outside for a `fault` of the other program, or `away`. */
  readonly verdict: 'equal' | 'within' | 'fault' | 'away'
  /** Of a fault. */
  readonly exception: Exception | undefined
}

/** Policies that have rows and that we have too. */
export const isKnown = ({ policy }: Truth): boolean => policy in policies

export function compare(truth: Truth): Comparison {
  const { policy, ratioMax } = policies[truth.policy]!
  let misses = 0
  let missBytes = 0
  for (const seed of truth.seeds) {
    const result = replayTrace(traceOf(truth.trace), { policy: { policy }, capacity: truth.capacity, seed })
    misses += result.misses / truth.seeds.length
    missBytes += result.missBytes / truth.seeds.length
  }
  const ratioDifference = (misses - truth.misses) / truth.requests
  const found = { truth, misses, missBytes, ratioDifference, exception: undefined }
  if (misses === truth.misses && missBytes === (truth.missBytes ?? misses))
    return { ...found, verdict: 'equal' }
  if (ratioMax > 0 && Math.abs(ratioDifference) <= ratioMax) return { ...found, verdict: 'within' }
  const exception = exceptionOf(truth)
  const isExcepted = exception !== undefined && holds(exception, truth, ratioDifference)
  return { ...found, exception, verdict: isExcepted ? 'fault' : 'away' }
}

const holds = ({ ratioMax = 1, proof }: Exception, truth: Truth, ratioDifference: number): boolean =>
  Math.abs(ratioDifference) <= ratioMax && (proof === undefined || proves(proof, truth))

function proves({ misses, ratioMax }: Proof, truth: Truth): boolean {
  const { capacity, seeds, requests } = truth
  const trace = traceOf(truth.trace)
  if (ratioMax === 0)
    return seeds.every((seed, index) => misses(trace, { capacity, seed }) === truth.missesBySeed[index])
  return Math.abs(misses(trace, { capacity, seed: seeds[0]! }) - truth.misses) <= ratioMax * requests
}
