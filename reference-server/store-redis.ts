/**
 * The shared cache in a real Redis. A fragment is a hash {t<tenant>}:f:<key> with the newest version known (v), the version of the body
 * it holds (w), body, size and end of freshness; the tag puts all keys of a tenant into one hash slot. A lease is a key of its own. What
 * must not be torn apart runs as a script. Redis alone says what is still fresh, by its own clock: those of nodes may differ.
 */
import { Redis } from 'ioredis'
import type { Entry, EntryKey, Invalidation, Version } from '#core/cache/entry.ts'
import { TandemError } from '#core/errors.ts'
import type { Lease } from '#core/flow/effect.ts'
import { type ChannelOptions, redisChannels } from './redis-channels.ts'
import type { StorePort } from './store.ts'

const channel = 'tandem:invalidation'
const commandTimeoutMs = 500

const compareVersionAndSet = `
local held = tonumber(redis.call('HGET', KEYS[1], 'v') or '0')
local offered = tonumber(ARGV[1])
if held > offered then return held end
if ARGV[5] ~= '' then
  if redis.call('GET', KEYS[2]) ~= ARGV[5] then return held end
  redis.call('DEL', KEYS[2])
end
if tonumber(ARGV[4]) <= 0 then
  if held < offered then redis.call('DEL', KEYS[1]) end
  return offered
end
local time = redis.call('TIME')
local ends = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[4])
redis.call('HSET', KEYS[1], 'v', ARGV[1], 'w', ARGV[1], 'd', ARGV[2], 's', ARGV[3], 'e', ends)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return offered`

const outdateAndPublish = `
local held = tonumber(redis.call('HGET', KEYS[1], 'v') or '0')
if held < tonumber(ARGV[1]) then
  if ARGV[5] == '0' then redis.call('DEL', KEYS[1]) end
  redis.call('HSET', KEYS[1], 'v', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
redis.call('DEL', KEYS[2])
if ARGV[4] ~= '' then redis.call('PUBLISH', ARGV[3], ARGV[4]) end
return 1`

const entryOrLease = `
local found = redis.call('HMGET', KEYS[1], 'w', 'd', 's', 'e', 'v')
local time = redis.call('TIME')
local left = tonumber(found[4] or '0') - time[1] * 1000 - math.floor(time[2] / 1000)
local isFresh = found[2] and left > 0
if isFresh and found[1] == found[5] then return {'entry', found[1], found[2], found[3], left} end
if redis.call('EXISTS', KEYS[2]) == 1 then
  if isFresh then return {'stale', found[1], found[2], found[3], left} end
  return {'wait'}
end
local token = redis.call('INCR', KEYS[3])
redis.call('SET', KEYS[2], token, 'PX', ARGV[1])
return {'token', token}`

interface Scripts {
  compareVersionAndSet(
    key: string,
    leaseKey: string,
    version: number,
    body: string,
    size: number,
    ttlMs: number,
    lease: number | '',
  ): Promise<number>
  entryOrLease(
    key: string,
    leaseKey: string,
    tokens: string,
    holdMs: number,
  ): Promise<[kind: 'entry' | 'stale' | 'wait' | 'token', ...found: (string | number)[]]>
  outdateAndPublish(
    key: string,
    leaseKey: string,
    version: number,
    ttlMs: number,
    channel: string,
    message: string,
    holdsStale: 0 | 1,
  ): Promise<number>
}

/** Whether Redis remembers what this client reads and tells it of changes. */
export type TrackingMode = 'off' | TrackedMode
type TrackedMode = 'default' | 'broadcast'

export interface RedisStoreOptions {
  readonly tracking?: TrackingMode
  readonly channels?: ChannelOptions
}

const oneChannel: ChannelOptions = { channels: 1, window: 0 }

/** Parameters: where, a socket path or port on 127.0.0.1; stampTtlMs, how long a version outlives its body. */
export function redisStore(
  where: { readonly path: string } | { readonly port: number },
  stampTtlMs: number,
  now: () => number,
  { tracking = 'off', channels = oneChannel }: RedisStoreOptions = {},
): StorePort {
  const options = {
    ...where,
    protocol: 2 as const,
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (tries: number) => Math.min(50 * tries, 1_000),
    lazyConnect: true,
  }
  const connections = redisChannels(channels, () => {
    const client = new Redis(options)
    client.defineCommand('compareVersionAndSet', { numberOfKeys: 2, lua: compareVersionAndSet })
    client.defineCommand('outdateAndPublish', { numberOfKeys: 2, lua: outdateAndPublish })
    client.defineCommand('entryOrLease', { numberOfKeys: 3, lua: entryOrLease })
    return client
  })
  let subscriber: Redis | undefined

  /** On the channel of the tenant, in its turn. */
  const remote = <T>({ tenant }: EntryKey, operate: (client: Redis & Scripts) => Promise<T>): Promise<T> =>
    connections.perform(tenant, (client) => operate(client as Redis & Scripts))

  function entryOf({ tenant, key }: EntryKey, found: readonly (string | number)[]): Entry {
    const [version, value, sizeBytes, leftMs] = found
    return {
      tenant,
      key,
      version: Number(version),
      value,
      sizeBytes: Number(sizeBytes),
      expiresAt: now() + Number(leftMs),
    }
  }

  return {
    get: (key) =>
      remote(key, async (client) => {
        const [[held, body, size, endsAt, version], [seconds, microseconds]] = await Promise.all([
          client.hmget(nameOf(key), 'w', 'd', 's', 'e', 'v'),
          client.time(),
        ])
        if (typeof body !== 'string' || held !== version) return undefined
        const leftMs = Number(endsAt) - 1000 * Number(seconds) - Math.floor(Number(microseconds) / 1000)
        return leftMs <= 0 ? undefined : entryOf(key, [held!, body, size!, leftMs])
      }),
    version: (key) => remote(key, async (client) => Number((await client.hget(nameOf(key), 'v')) ?? 0)),
    set: ({ lease, ...entry }) =>
      remote(entry, (client) => {
        // What has ended already is not kept: 1 ms is long enough to be read.
        const ttlMs = Math.max(0, Math.ceil(entry.expiresAt - now()))
        return client.compareVersionAndSet(
          nameOf(entry),
          leaseOf(entry),
          entry.version,
          String(entry.value ?? ''),
          entry.sizeBytes,
          ttlMs,
          lease ?? '',
        )
      }),
    lease: ({ holdMs, ...key }) =>
      remote(key, async (client): Promise<Lease> => {
        const tokens = `{t${key.tenant}}:tokens`
        const [kind, ...found] = await client.entryOrLease(nameOf(key), leaseOf(key), tokens, holdMs)
        const entry = kind === 'entry' || kind === 'stale' ? entryOf(key, found) : undefined
        return {
          entry: kind === 'entry' ? entry : undefined,
          token: kind === 'token' ? Number(found[0]) : 0,
          stale: kind === 'stale' ? entry : undefined,
        }
      }),
    publish: ({ audience = 'all', holdsStale, ...invalidation }) =>
      remote(invalidation, async (client) => {
        await client.outdateAndPublish(
          nameOf(invalidation),
          leaseOf(invalidation),
          invalidation.version,
          stampTtlMs,
          channel,
          audience === 'all' || (audience === 'readers' && tracking === 'off')
            ? JSON.stringify(invalidation)
            : '',
          holdsStale ? 1 : 0,
        )
      }),
    async subscribe(listener) {
      const connectionName = `tandem-listener-${process.pid}-${listeners++}`
      subscriber = new Redis({
        ...options,
        connectionName,
        commandTimeout: 5_000,
        enableOfflineQueue: true,
        maxRetriesPerRequest: null,
        autoResubscribe: false,
      })
      subscriber.on('error', () => {})
      const told = subscriber
      told.on('message', (from: string, message: string) => {
        if (from === channel) listener.invalidated(JSON.parse(message) as Invalidation)
        else for (const changed of changedKeys(message)) listener.invalidated(changed)
      })
      // Whoever watches all fragments need not do so twice.
      const tracked = { off: [], default: connections.all, broadcast: connections.all.slice(0, 1) }[tracking]
      const topics = tracking === 'off' ? [channel] : [channel, trackingChannel]
      // Copies made before Redis has confirmed the subscription may have missed a message.
      const listenOnce = async (): Promise<void> => {
        await told.subscribe(...topics)
        for (const client of tracked) await track(client, connectionName, tracking as TrackedMode)
        listener.reconnected()
      }
      // One after the other: a connection that is tracked refuses to be tracked again.
      let listening = Promise.resolve()
      const listen = (): Promise<void> => {
        listening = listening.catch(() => {}).then(listenOnce)
        return listening
      }
      await told.connect().catch(() => {})
      // A node that starts while Redis is down listens as soon as it is up.
      for (const connection of [...tracked, told]) connection.on('ready', () => void listen().catch(() => {}))
      await connections.ready
      await listen()
    },
    async close() {
      connections.close()
      subscriber?.disconnect()
    },
  }
}

const nameOf = ({ tenant, key }: EntryKey): string => `{t${tenant}}:f:${key}`
const leaseOf = ({ tenant, key }: EntryKey): string => `{t${tenant}}:l:${key}`

/** Where Redis sends the names of changed keys to a connection that others redirect to. */
const trackingChannel = '__redis__:invalidate'

/**
 * From now on what `client` reads is remembered (or all fragments are watched), and changes are told to `listener`. Not with NOLOOP: Redis
 * then forgets a reader without telling it when that reader fills the key itself.
 */
async function track(client: Redis, listener: string, mode: TrackedMode): Promise<void> {
  const connections = String(await client.call('CLIENT', 'LIST'))
  const number = new RegExp(`id=(\\d+) [^\\n]*name=${listener} `).exec(connections)?.[1]
  if (number === undefined) throw new TandemError('RemoteUnavailable', 'redis: the listener is not connected')
  const how = mode === 'broadcast' ? ['BCAST', 'PREFIX', '{t'] : []
  await client.call('CLIENT', 'TRACKING', 'OFF')
  await client.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', number, ...how)
}

/** Listeners of this process so far; their connections are known to Redis by it. */
let listeners = 0

const unknownVersion: Version = 0

/** Fragments among the keys of a message of the tracking; leases change, too, and concern nobody. */
const changedKeys = (message: string): Invalidation[] =>
  [...message.matchAll(/\{t(\d+)\}:f:(\d+)/g)].map(([, tenant, key]) => ({
    tenant: Number(tenant),
    key: Number(key),
    version: unknownVersion,
  }))
