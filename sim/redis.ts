/**
 * The shared cache in virtual time: entries with versions and expiry under a byte capacity (LRU), reached over a round trip, behind
 * channels that each serve one operation at a time at a limited rate. A tenant's keys share a channel by its hash slot.
 */

import type { Entry, EntryKey, Version } from '#core/cache/entry.ts'
import { channelOfTenant } from '#core/cache/remote/channel-pool.ts'
import { createStore } from '#core/cache/store.ts'
import type { Fill, Lease, LeaseRequest } from '#core/flow/effect.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { UndoLog } from './fault/undo-log.ts'

export interface SimulatedRedis {
  /** When an operation of this tenant that is sent now is answered. */
  answeredAt(tenant: number, now: Ms): Ms
  get(key: EntryKey, now: Ms): Entry | undefined
  version(key: EntryKey, now: Ms): Version
  set(fill: Fill, now: Ms): Version
  /** The fresh entry, or a lease to fill it, or the outdated entry while another holds the lease. */
  lease(request: LeaseRequest, now: Ms): Lease
  /** Drops copies below the version, remembers it, and makes leases void; an outdated copy may be held for those that take it. */
  outdate(key: EntryKey, version: Version, now: Ms, holdsStale?: boolean): void
  /** Drops the entry if its freshness has ended. */
  expire(key: EntryKey, now: Ms): void
  isDown: boolean
  /** Told of each entry that has expired or was evicted. */
  left: ((key: EntryKey) => void) | undefined
  /** Where changes are noted that a fail-over may take back. */
  undo: UndoLog | undefined
  readonly operations: number
  readonly busyMs: Ms
  readonly channels: number
  /** Operations of a node under way on a channel, 0 = any number. */
  readonly window: number
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
    evicted: (own) => left?.(keyOf(own)),
  })
  let left: ((key: EntryKey) => void) | undefined
  const stamps = new Map<number, Version>()
  const leases = new Map<number, { readonly token: number; readonly until: Ms }>()
  const outdated = new Map<number, Entry>()
  let tokens = 0
  const roundTrip = sampler(redis.roundTrip, stream(seed, 'redis.roundTrip', replication))
  const serviceMs = (1000 * redis.channels) / redis.operationsPerSecondMax
  const freeAt = new Float64Array(redis.channels)
  const channelOf = Array.from({ length: workload.tenants }, (_, tenant) =>
    channelOfTenant(tenant, redis.channels),
  )
  /** Tenants never share an entry, whatever their keys. */
  const slotKey = ({ tenant, key }: EntryKey) => key * workload.tenants + tenant
  const keyOf = (own: number): EntryKey => ({
    tenant: own % workload.tenants,
    key: Math.floor(own / workload.tenants),
  })
  let operations = 0
  let busyMs = 0
  let isDown = false
  let undo: UndoLog | undefined

  function get(key: EntryKey, now: Ms): Entry | undefined {
    if (left !== undefined) expire(key, now)
    const slot = store.find(slotKey(key), now)
    return slot < 0 ? undefined : store.entry(slot, key)
  }

  function expire(key: EntryKey, now: Ms): void {
    const own = slotKey(key)
    const slot = store.peek(own)
    if (slot < 0 || store.entry(slot, key).expiresAt > now) return
    store.remove(own)
    left?.(key)
  }

  /** Notes how a key is now, before it changes. */
  function note(own: number, key: EntryKey, now: Ms): void {
    const slot = store.peek(own)
    const entry = slot < 0 ? undefined : { ...store.entry(slot, key), key: own }
    const stamp = stamps.get(own)
    undo!.changed(now, () => {
      store.remove(own)
      if (entry !== undefined) store.put(entry)
      if (stamp === undefined) stamps.delete(own)
      else stamps.set(own, stamp)
      leases.delete(own)
      outdated.delete(own)
    })
  }

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
    get,
    version(key) {
      const slot = store.peek(slotKey(key))
      return Math.max(stamps.get(slotKey(key)) ?? 0, slot < 0 ? 0 : store.version(slot))
    },
    set(fill, now) {
      const own = slotKey(fill)
      const stamp = stamps.get(own) ?? 0
      const held = store.peek(own)
      const version = Math.max(stamp, held < 0 ? 0 : store.version(held))
      if (version > fill.version) return version
      if (fill.lease !== undefined) {
        const given = leases.get(own)
        if (given?.token !== fill.lease || given.until <= now) return version
        leases.delete(own)
      }
      outdated.delete(own)
      if (undo !== undefined) note(own, fill, now)
      store.put({ ...fill, key: own })
      return fill.version
    },
    lease(request, now) {
      const own = slotKey(request)
      const entry = get(request, now)
      if (entry !== undefined) return { entry, token: 0, stale: undefined }
      const given = leases.get(own)
      const stale = outdated.get(own)
      if (given !== undefined && given.until > now) {
        const isFresh = stale !== undefined && stale.expiresAt > now
        return { entry, token: 0, stale: isFresh ? stale : undefined }
      }
      leases.set(own, { token: ++tokens, until: now + request.holdMs })
      return { entry, token: tokens, stale: undefined }
    },
    outdate(key, version, now, holdsStale = false) {
      const own = slotKey(key)
      if (undo !== undefined) note(own, key, now)
      stamps.set(own, Math.max(version, stamps.get(own) ?? 0))
      leases.delete(own)
      const slot = store.peek(own)
      if (slot < 0 || store.version(slot) >= version) return
      if (holdsStale) outdated.set(own, store.entry(slot, key))
      store.remove(own)
    },
    expire,
    get left() {
      return left
    },
    set left(told) {
      left = told
    },
    get isDown() {
      return isDown
    },
    set isDown(value) {
      isDown = value
    },
    get undo() {
      return undo
    },
    set undo(value) {
      undo = value
    },
    get operations() {
      return operations
    },
    get busyMs() {
      return busyMs
    },
    channels: redis.channels,
    window: redis.channelWindow,
  }
}
