import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Invalidation } from '#core/cache/entry.ts'
import { servePage } from '#core/flow/serve-page.ts'
import { untilListening } from '#server/child.ts'
import { redisCommand } from '#server/fault/redis-command.ts'
import { freePort } from '#server/free-port.ts'
import { findProgram } from '#server/program.ts'
import { redisStore } from '#server/store-redis.ts'
import { wallNow } from '#server/wall-clock.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'
import { isAvailable } from './available.ts'

const ttlMs = 250

/** Which keys a reader of key 12 is told of after its own fill: when the key expires, and when it is evicted. */
async function toldByRedis(mode: 'default' | 'broadcast') {
  const port = await freePort()
  const words = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--maxmemory-policy',
    'allkeys-lru',
  ]
  const child = spawn(findProgram('redis-server')!, words, { stdio: 'ignore' })
  await untilListening(port, 'redis')
  const store = redisStore({ port }, 60_000, wallNow, { tracking: mode })
  const told: Invalidation[] = []
  await store.subscribe({ invalidated: (message) => void told.push(message), reconnected: () => {} })
  const fill = async (forMs: number) => {
    const entry = { tenant: 1, key: 12, version: 1, sizeBytes: 1, expiresAt: wallNow() + forMs, value: 'x' }
    await store.set(entry)
    await store.get(entry)
    await wait(50)
    told.length = 0
  }
  try {
    await fill(ttlMs)
    await expect.poll(() => told.length, { timeout: 5_000 }).toBeGreaterThan(0)
    const expired = [...told]
    await fill(60_000)
    await redisCommand(port, 'CONFIG SET maxmemory 1')
    await redisCommand(port, 'SET other 1')
    await expect.poll(() => told.length, { timeout: 5_000 }).toBeGreaterThan(0)
    return { expired, evicted: [...told] }
  } finally {
    await store.close()
    child.kill()
  }
}

/** The same in the simulator: one node reads a page, whose only fragment expires; then another needs its room. */
function toldBySimulator(mode: 'default' | 'broadcast') {
  const world = createWorld(
    smallScenario({
      invalidation: { policy: 'client-tracking', mode },
      render: { shardsMin: 1, shardsMax: 1 },
      redis: { ttl: `${ttlMs} ms` },
    }),
  )
  const node = world.nodes[0]!
  const told: Invalidation[] = []
  Object.assign(node, { invalidated: (message: Invalidation) => void told.push(message) })
  const read = (page: number) => {
    node.tiers.clear()
    world.runner.start(
      servePage(node, { id: 0, kind: 'read', tenant: 1, page, query: 0 }),
      0,
      undefined,
      () => {},
    )
  }
  const until = (ms: number) => {
    told.length = 0
    world.runUntil(world.clock.now + ms)
    return [...told]
  }
  read(1)
  until(100)
  read(1)
  until(50)
  const expired = until(500)
  read(1)
  until(100)
  read(1)
  until(20)
  world.redis.left!({ tenant: 1, key: 1 })
  return { expired, evicted: until(20) }
}

const keys = (messages: readonly Invalidation[]) =>
  [...new Set(messages.map(({ tenant, key, version }) => `${tenant} ${key} ${version}`))].length

describe.runIf(isAvailable('redis-server', 'what Redis tells of expired and evicted keys'))(
  'a key that expires or is evicted',
  () => {
    it.each(['default', 'broadcast'] as const)(
      'is announced in %s mode, by Redis and by the simulator',
      async (mode) => {
        const real = await toldByRedis(mode)
        const simulated = toldBySimulator(mode)
        expect([keys(real.expired), keys(real.evicted)]).toEqual([1, 1])
        expect([keys(simulated.expired), keys(simulated.evicted)]).toEqual([1, 1])
        expect(real.expired).toEqual([{ tenant: 1, key: 12, version: 0 }])
        expect(simulated.expired).toEqual([{ tenant: 1, key: 1, version: 0 }])
      },
    )
  },
)
