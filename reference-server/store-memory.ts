import type { Entry, EntryKey, Version } from '#core/cache/entry.ts'
import type { Listener, StorePort } from './store.ts'

/**
 * The shared cache in the memory of one process: the embedded default where there is no redis-server.
 *
 * Parameters  now: current time on the clock of `expiresAt`
 */
export function memoryStore(now: () => number): StorePort {
  const entries = new Map<string, Entry>()
  const stamps = new Map<string, Version>()
  const listeners = new Set<Listener>()
  const nameOf = ({ tenant, key }: EntryKey) => `${tenant}:${key}`

  function fresh(name: string): Entry | undefined {
    const entry = entries.get(name)
    if (entry === undefined || entry.expiresAt > now()) return entry
    entries.delete(name)
    return undefined
  }

  const held = (name: string): Version => Math.max(stamps.get(name) ?? 0, fresh(name)?.version ?? 0)

  return {
    get: async (key) => fresh(nameOf(key)),
    version: async (key) => held(nameOf(key)),
    async set(entry) {
      const version = held(nameOf(entry))
      if (version > entry.version) return version
      entries.set(nameOf(entry), entry)
      return entry.version
    },
    async publish(invalidation) {
      const name = nameOf(invalidation)
      if (held(name) < invalidation.version) entries.delete(name)
      stamps.set(name, Math.max(invalidation.version, stamps.get(name) ?? 0))
      for (const listener of listeners) listener.invalidated(invalidation)
    },
    async subscribe(listener) {
      listeners.add(listener)
    },
    close: async () => {},
  }
}
