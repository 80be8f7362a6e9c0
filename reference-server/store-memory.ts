import type { Entry, EntryKey, Version } from '#core/cache/entry.ts'
import { createNamedStore } from '#core/cache/named-store.ts'
import type { Bytes } from '#core/units.ts'
import type { Listener, StorePort } from './store.ts'

/**
 * The shared cache in the memory of one process: the embedded default where there is no redis-server. The least recently used entries
 * leave when it is full.
 *
 * Parameters  now: current time on the clock of `expiresAt`; capacityBytes: of the entries, at least 1
 */
export function memoryStore(now: () => number, capacityBytes: Bytes = 8e9): StorePort {
  const entries = createNamedStore<Entry>({ capacityBytes, eviction: { policy: 'lru' } })
  const stamps = new Map<string, Version>()
  const listeners = new Set<Listener>()
  const leases = new Map<string, { readonly token: number; readonly until: number }>()
  const outdated = new Map<string, Entry>()
  let tokens = 0
  const nameOf = ({ tenant, key }: EntryKey) => `${tenant}:${key}`

  const fresh = (name: string): Entry | undefined => entries.get(name, now())

  const held = (name: string): Version => Math.max(stamps.get(name) ?? 0, fresh(name)?.version ?? 0)

  return {
    get: async (key) => fresh(nameOf(key)),
    version: async (key) => held(nameOf(key)),
    async set({ lease, ...entry }) {
      const name = nameOf(entry)
      const version = held(name)
      if (version > entry.version) return version
      if (lease !== undefined) {
        const given = leases.get(name)
        if (given?.token !== lease || given.until <= now()) return version
        leases.delete(name)
      }
      outdated.delete(name)
      entries.set(name, entry)
      return entry.version
    },
    async lease(request) {
      const name = nameOf(request)
      const entry = fresh(name)
      if (entry !== undefined) return { entry, token: 0, stale: undefined }
      const given = leases.get(name)
      const stale = outdated.get(name)
      if (given !== undefined && given.until > now())
        return { entry, token: 0, stale: stale !== undefined && stale.expiresAt > now() ? stale : undefined }
      leases.set(name, { token: ++tokens, until: now() + request.holdMs })
      return { entry, token: tokens, stale: undefined }
    },
    async publish({ audience = 'all', holdsStale, ...invalidation }) {
      const name = nameOf(invalidation)
      const entry = fresh(name)
      if (entry !== undefined && entry.version < invalidation.version) {
        if (holdsStale) outdated.set(name, entry)
        entries.delete(name)
      }
      stamps.set(name, Math.max(invalidation.version, stamps.get(name) ?? 0))
      leases.delete(name)
      // It does not know its readers: all are told where Redis would tell those.
      if (audience === 'none') return
      for (const listener of listeners) listener.invalidated(invalidation)
    },
    async subscribe(listener) {
      listeners.add(listener)
    },
    close: async () => {},
  }
}
