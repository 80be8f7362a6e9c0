import { Signal } from '#core/flow/signal.ts'
import type { Ms } from '#core/units.ts'

/** A lock that somebody holds. */
export interface FillLock {
  readonly released: Signal<void>
  /** From then on another may take it. */
  readonly until: Ms
}

/**
 * One fill at a time for each key. A holder that takes too long loses the lock to the next who asks, so that a slow upstream delays nobody
 * for ever; only the last holder's release frees the key, and whoever waits for an earlier one is woken by that one's end.
 *
 * Source      nginx, ngx_http_file_cache_lock: proxy_cache_lock, proxy_cache_lock_age
 * Parameters  ageMs: how long a holder keeps others away
 * State       a lock for each key that is being filled
 * Cost        O(1)
 */
export interface FillLocks {
  /** The lock, when nobody has it or its holder has had it too long. */
  take(key: number, now: Ms): FillLock | undefined
  held(key: number): FillLock | undefined
  /** By its holder, once; wakes those that wait for this lock. */
  release(key: number, lock: FillLock): void
  readonly length: number
}

export function fillLocks(ageMs: Ms): FillLocks {
  const locks = new Map<number, FillLock>()
  return {
    take(key, now) {
      const held = locks.get(key)
      if (held !== undefined && now < held.until) return undefined
      const lock: FillLock = { released: new Signal<void>(), until: now + ageMs }
      locks.set(key, lock)
      return lock
    },
    held: (key) => locks.get(key),
    release(key, lock) {
      if (locks.get(key) === lock) locks.delete(key)
      lock.released.resolve()
    },
    get length() {
      return locks.size
    },
  }
}
