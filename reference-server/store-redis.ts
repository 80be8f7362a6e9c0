/**
 * The shared cache in a real Redis. A fragment is a hash {t<tenant>}:f:<key> with its version, body, size and end of freshness; the tag
 * puts all keys of a tenant into one hash slot. What must not be torn apart runs as a script.
 */
import { Redis } from 'ioredis'
import type { Entry, EntryKey, Invalidation } from '#core/cache/entry.ts'
import { asError, TandemError } from '#core/errors.ts'
import type { StorePort } from './store.ts'

const channel = 'tandem:invalidation'
const commandTimeoutMs = 500

const compareVersionAndSet = `
local held = tonumber(redis.call('HGET', KEYS[1], 'v') or '0')
local offered = tonumber(ARGV[1])
if held > offered then return held end
redis.call('HSET', KEYS[1], 'v', ARGV[1], 'd', ARGV[2], 's', ARGV[3], 'e', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return offered`

const outdateAndPublish = `
local held = tonumber(redis.call('HGET', KEYS[1], 'v') or '0')
if held < tonumber(ARGV[1]) then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'v', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 1`

interface Scripts {
  compareVersionAndSet(
    key: string,
    version: number,
    body: string,
    size: number,
    expiresAt: number,
    ttlMs: number,
  ): Promise<number>
  outdateAndPublish(
    key: string,
    version: number,
    ttlMs: number,
    channel: string,
    message: string,
  ): Promise<number>
}

/** Parameters: where, a socket path or port on 127.0.0.1; stampTtlMs, how long a version outlives its body. */
export function redisStore(
  where: { readonly path: string } | { readonly port: number },
  stampTtlMs: number,
  now: () => number,
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
  const client = new Redis(options)
  client.defineCommand('compareVersionAndSet', { numberOfKeys: 1, lua: compareVersionAndSet })
  client.defineCommand('outdateAndPublish', { numberOfKeys: 1, lua: outdateAndPublish })
  const scripts = client as unknown as Scripts
  // Each command reports its own failure; without a listener the client would print every lost connection.
  client.on('error', () => {})
  let subscriber: Redis | undefined
  const ready = client.connect().catch(() => {})

  async function remote<T>(operate: () => Promise<T>): Promise<T> {
    await ready
    try {
      return await operate()
    } catch (error) {
      throw new TandemError('RemoteUnavailable', `redis: ${asError(error).message}`)
    }
  }

  return {
    get: (key) =>
      remote(async () => {
        const [version, body, size, expiresAt] = await client.hmget(nameOf(key), 'v', 'd', 's', 'e')
        if (body === null || body === undefined || Number(expiresAt) <= now()) return undefined
        return {
          ...key,
          version: Number(version),
          value: body,
          sizeBytes: Number(size),
          expiresAt: Number(expiresAt),
        } satisfies Entry
      }),
    version: (key) => remote(async () => Number((await client.hget(nameOf(key), 'v')) ?? 0)),
    set: (entry) =>
      remote(() => {
        const ttlMs = Math.max(1, Math.ceil(entry.expiresAt - now()))
        return scripts.compareVersionAndSet(
          nameOf(entry),
          entry.version,
          String(entry.value ?? ''),
          entry.sizeBytes,
          entry.expiresAt,
          ttlMs,
        )
      }),
    publish: (invalidation) =>
      remote(async () => {
        await scripts.outdateAndPublish(
          nameOf(invalidation),
          invalidation.version,
          stampTtlMs,
          channel,
          JSON.stringify(invalidation),
        )
      }),
    async subscribe(listener) {
      subscriber = new Redis({
        ...options,
        commandTimeout: 5_000,
        enableOfflineQueue: true,
        maxRetriesPerRequest: null,
      })
      subscriber.on('error', () => {})
      subscriber.on('message', (_, message: string) =>
        listener.invalidated(JSON.parse(message) as Invalidation),
      )
      await subscriber.connect().catch(() => {})
      await subscriber.subscribe(channel)
      subscriber.on('ready', () => listener.reconnected())
    },
    async close() {
      client.disconnect()
      subscriber?.disconnect()
    },
  }
}

const nameOf = ({ tenant, key }: EntryKey): string => `{t${tenant}}:f:${key}`
