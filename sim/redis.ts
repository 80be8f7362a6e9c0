/**
 * The shared cache in virtual time: entries with versions and expiry under a byte capacity (LRU), reached over a round trip, behind
 * channels that each serve one operation at a time at a limited rate. A tenant's keys share a channel by its hash slot.
 */
import type { Entry, EntryKey, Version } from '#core/cache/entry.ts'
import { hashSlot } from '#core/cache/hash-slot.ts'
import { createStore } from '#core/cache/store.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

export interface SimulatedRedis {
  /** When an operation of this tenant that is sent now is answered. */
  answeredAt(tenant: number, now: Ms): Ms
  get(key: EntryKey, now: Ms): Entry | undefined
  version(key: EntryKey, now: Ms): Version
  set(entry: Entry, now: Ms): Version
  /** Drops copies below the version and remembers it. */
  outdate(key: EntryKey, version: Version): void
  isDown: boolean
  readonly operations: number
  readonly busyMs: Ms
  readonly channels: number
}

export function createRedis(
  { redis, workload, render, seed }: WebScenario,
  replication: number,
): SimulatedRedis {
  const keys = workload.pages * render.shardsMax
  const store = createStore({
    capacityCount: Math.max(1, keys),
    capacityBytes: redis.capacityBytes,
    eviction: { policy: 'lru' },
  })
  const stamps = new Map<number, Version>()
  const roundTrip = sampler(redis.roundTrip, stream(seed, 'redis.roundTrip', replication))
  const serviceMs = (1000 * redis.channels) / redis.operationsPerSecondMax
  const freeAt = new Float64Array(redis.channels)
  const channelOf = Array.from(
    { length: workload.tenants },
    (_, tenant) => hashSlot(`{t${tenant}}`) % redis.channels,
  )
  /** Tenants never share an entry, whatever their keys. */
  const slotKey = ({ tenant, key }: EntryKey) => key * workload.tenants + tenant
  let operations = 0
  let busyMs = 0
  let isDown = false

  return {
    answeredAt(tenant, now) {
      const half = roundTrip() / 2
      const channel = channelOf[tenant]!
      const done = Math.max(now + half, freeAt[channel]!) + serviceMs
      freeAt[channel] = done
      operations++
      busyMs += serviceMs
      return done + half
    },
    get(key, now) {
      const slot = store.find(slotKey(key), now)
      return slot < 0 ? undefined : store.entry(slot, key)
    },
    version(key) {
      const slot = store.peek(slotKey(key))
      return Math.max(stamps.get(slotKey(key)) ?? 0, slot < 0 ? 0 : store.version(slot))
    },
    set(entry) {
      const own = slotKey(entry)
      const stamp = stamps.get(own) ?? 0
      const held = store.peek(own)
      const version = Math.max(stamp, held < 0 ? 0 : store.version(held))
      if (version > entry.version) return version
      store.put({ ...entry, key: own })
      return entry.version
    },
    outdate(key, version) {
      const own = slotKey(key)
      stamps.set(own, Math.max(version, stamps.get(own) ?? 0))
      const slot = store.peek(own)
      if (slot >= 0 && store.version(slot) < version) store.remove(own)
    },
    get isDown() {
      return isDown
    },
    set isDown(value) {
      isDown = value
    },
    get operations() {
      return operations
    },
    get busyMs() {
      return busyMs
    },
    channels: redis.channels,
  }
}
