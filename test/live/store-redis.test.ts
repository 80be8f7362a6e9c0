import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { freePort } from '#server/free-port.ts'
import { findProgram } from '#server/program.ts'
import { redisStore } from '#server/store-redis.ts'
import { wallNow } from '#server/wall-clock.ts'
import { storeContract } from '../contract/store.ts'
import { isAvailable } from './available.ts'

async function realRedis() {
  const port = await freePort()
  const child = spawn(
    findProgram('redis-server')!,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  )
  await wait(300)
  const store = redisStore({ port }, 60_000, wallNow)
  return {
    store,
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

  describe('the store in a real Redis', () => {
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
