import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Invalidation } from '#core/cache/entry.ts'
import { channelOfTenant } from '#core/cache/remote/channel-pool.ts'
import { freePort } from '#server/free-port.ts'
import { findProgram } from '#server/program.ts'
import { redisStore, type TrackingMode } from '#server/store-redis.ts'
import { wallNow } from '#server/wall-clock.ts'
import { storeContract } from '../contract/store.ts'
import { isAvailable } from './available.ts'

async function realRedis(tracking: TrackingMode = 'off', channels = { channels: 2, window: 0 }) {
  const port = await freePort()
  const child = spawn(
    findProgram('redis-server')!,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  )
  await wait(300)
  const store = redisStore({ port }, 60_000, wallNow, { tracking, channels })
  return {
    store,
    port,
    now: wallNow,
    child,
    stop: async () => {
      await store.close()
      child.kill('SIGTERM')
    },
  }
}

if (isAvailable('redis-server', 'the shared cache in a real Redis')) {
  storeContract('the store in a real Redis', realRedis)

  describe('a quiet tenant of a real Redis', () => {
    const noise = 150
    const value = 'x'.repeat(65_536)
    /** Tenants 0 and 2 share a channel of two, tenant 1 has the other. How much of the noise was answered before the quiet one was. */
    async function answeredBefore(quiet: number, window: number): Promise<number> {
      const { store, stop } = await realRedis('off', { channels: 2, window })
      await store.version({ tenant: quiet, key: 1 })
      let answered = 0
      const noisy = Array.from({ length: noise }, async (_, key) => {
        await store.set({
          tenant: 0,
          key,
          version: 1,
          sizeBytes: value.length,
          expiresAt: wallNow() + 60_000,
          value,
        })
        answered++
      })
      await store.version({ tenant: quiet, key: 1 })
      const before = answered
      await Promise.all(noisy)
      await stop()
      return before
    }

    it('waits for all operations of a noisy one on its channel, for its turn where a window keeps turns', async () => {
      expect(channelOfTenant(0, 2)).toBe(channelOfTenant(2, 2))
      expect(channelOfTenant(0, 2)).not.toBe(channelOfTenant(1, 2))
      expect(await answeredBefore(2, 0)).toBe(noise)
      expect(await answeredBefore(2, 4)).toBeLessThan(20)
    })

    it('does not wait for those on another channel', async () => {
      // Redis may have read much of the noise before it looks at the other connection: the best of some tries tells.
      const tries: number[] = []
      for (let index = 0; index < 6; index++) tries.push(await answeredBefore(1, 0))
      expect(Math.min(...tries)).toBeLessThan(noise / 2)
    })
  })

  describe('the store in a real Redis', () => {
    for (const mode of ['default', 'broadcast'] as const)
      it(`tells in ${mode} tracking of a change by another, without its version`, async () => {
        const { store, port, stop } = await realRedis(mode)
        const other = redisStore({ port }, 60_000, wallNow, { tracking: mode })
        const key = { tenant: 3, key: 41 }
        const told: Invalidation[] = []
        const entry = { ...key, version: 1, sizeBytes: 1, expiresAt: wallNow() + 60_000, value: 'x' }
        await store.subscribe({ invalidated: (message) => void told.push(message), reconnected: () => {} })
        await other.subscribe({ invalidated: () => {}, reconnected: () => {} })
        await store.set(entry)
        await store.get(key)
        await wait(50)
        // Of its own change, too: the script that fills has read the key before.
        expect(told).toEqual([{ ...key, version: 0 }])
        told.length = 0
        await other.publish({ ...key, version: 2, audience: 'readers' })
        await expect.poll(() => told).toContainEqual({ ...key, version: 0 })
        // Redis forgets a reader once it was told; broadcast remembers no readers.
        const before = told.length
        await other.publish({ ...key, version: 3, audience: 'readers' })
        await wait(50)
        expect(told.length > before).toBe(mode === 'broadcast')
        await other.close()
        await stop()
      })

    it('raises RemoteUnavailable when Redis has died', async () => {
      const { store, child, stop } = await realRedis()
      await store.set({
        tenant: 1,
        key: 1,
        version: 1,
        sizeBytes: 1,
        expiresAt: wallNow() + 1000,
        value: 'x',
      })
      child.kill('SIGKILL')
      await wait(100)
      await expect(store.get({ tenant: 1, key: 1 })).rejects.toMatchObject({ code: 'RemoteUnavailable' })
      await stop()
    })
  })
}
