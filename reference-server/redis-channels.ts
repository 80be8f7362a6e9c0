import type { Redis } from 'ioredis'
import { channelPool } from '#core/cache/remote/channel-pool.ts'
import { asError, TandemError } from '#core/errors.ts'

/** The connections of a process to Redis; core says which a tenant uses and when its turn is. */
export interface RedisChannels {
  readonly all: readonly Redis[]
  /** When the first attempts to connect are over, whether they succeeded or not. */
  readonly ready: Promise<void>
  /** Errors: RemoteUnavailable. */
  perform<T>(tenant: number, operate: (client: Redis) => Promise<T>): Promise<T>
  close(): void
}

export interface ChannelOptions {
  readonly channels: number
  /** Operations under way on a channel, 0 = any number. */
  readonly window: number
}

/** Parameters: open, makes a connection that has not connected yet. */
export function redisChannels({ channels, window }: ChannelOptions, open: () => Redis): RedisChannels {
  const pool = channelPool({ channels, window })
  const all = Array.from({ length: channels }, open)
  // Each command reports its own failure; without a listener the client would print every lost connection.
  for (const client of all) client.on('error', () => {})
  const ready = Promise.all(all.map((client) => client.connect().catch(() => {}))).then(() => {})
  return {
    all,
    ready,
    async perform(tenant, operate) {
      await ready
      let leave = () => {}
      await new Promise<void>((resolve) => {
        leave = pool.enter(tenant, resolve)
      })
      try {
        return await operate(all[pool.channelOf(tenant)]!)
      } catch (error) {
        throw new TandemError('RemoteUnavailable', `redis: ${asError(error).message}`)
      } finally {
        leave()
      }
    },
    close() {
      for (const client of all) client.disconnect()
    },
  }
}
