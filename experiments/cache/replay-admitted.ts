import type { ReplayOptions, ReplayResult, Trace } from '#core/cache/replay-trace.ts'
import { createStore } from '#core/cache/store.ts'
import { stream } from '#core/random.ts'
import type { PolicyChoice } from '#core/scenario.ts'

export interface AdmittedOptions extends ReplayOptions {
  readonly admission: PolicyChoice
  /** Different keys of the trace: as many entries a cache of bytes may hold. */
  readonly distinct: number
}

/**
 * Replays a trace through the cache of the server and the simulator, whose admission policy is asked at every miss.
 *
 * Errors  ConfigInvalid for an unknown policy, one that knows the future, or an admission that the eviction policy cannot serve
 * Cost    O(1) a request plus the policies'
 */
export function replayAdmitted({ keys, sizes }: Trace, options: AdmittedOptions): ReplayResult {
  const { policy, capacity, admission, distinct, seed = 0 } = options
  const store = createStore({
    capacityCount: sizes === undefined ? capacity : Math.min(distinct, capacity),
    ...(sizes === undefined ? {} : { capacityBytes: capacity }),
    eviction: policy,
    admission,
    random: stream(seed, `eviction.${policy.policy}`),
  })
  let misses = 0
  let missBytes = 0
  let requestBytes = 0
  for (let request = 0; request < keys.length; request++) {
    const key = keys[request]!
    const sizeBytes = sizes?.[request] ?? 1
    requestBytes += sizeBytes
    if (store.find(key, 0) >= 0) continue
    misses++
    missBytes += sizeBytes
    store.put({ tenant: 0, key, version: 1, sizeBytes, expiresAt: Infinity, value: undefined })
  }
  return { requests: keys.length, misses, requestBytes, missBytes }
}
