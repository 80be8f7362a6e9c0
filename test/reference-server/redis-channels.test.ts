import { EventEmitter } from 'node:events'
import type { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { channelOfTenant } from '#core/cache/remote/channel-pool.ts'
import { redisChannels } from '#server/redis-channels.ts'

/** Connections that answer when they are told to. */
function made(channels: number, window: number, canConnect = true) {
  const opened: Redis[] = []
  const connections = redisChannels({ channels, window }, () => {
    const connect = async () => {
      if (!canConnect) throw new Error('refused')
    }
    opened.push(Object.assign(new EventEmitter(), { connect, disconnect() {} }) as unknown as Redis)
    return opened.at(-1)!
  })
  const waiting: (() => void)[] = []
  const used: number[] = []
  const ask = (tenant: number) =>
    connections.perform(tenant, (client) => {
      used.push(opened.indexOf(client))
      return new Promise<number>((resolve) => waiting.push(() => resolve(tenant)))
    })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return { connections, ask, used, waiting, turn }
}

describe('connections to Redis', () => {
  it('are used by tenants as core says', async () => {
    const { ask, used, turn } = made(3, 0)
    for (const tenant of [0, 1, 2, 3, 0]) void ask(tenant)
    await turn()
    expect(used).toEqual([0, 1, 2, 3, 0].map((tenant) => channelOfTenant(tenant, 3)))
  })

  it('take an operation when its turn has come, and the next when it has ended, well or not', async () => {
    const { ask, used, waiting, turn, connections } = made(1, 1)
    const failed = connections.perform(0, async () => {
      throw new Error('lost')
    })
    const [second, third] = [ask(0), ask(1)]
    await expect(failed).rejects.toMatchObject({ code: 'RemoteUnavailable', message: 'redis: lost' })
    await turn()
    expect(used).toHaveLength(1)
    waiting.shift()!()
    expect(await second).toBe(0)
    await turn()
    expect(used).toHaveLength(2)
    waiting.shift()!()
    expect(await third).toBe(1)
  })

  it('are ready when the first attempt is over, and raise nothing that nobody awaits', async () => {
    const { connections } = made(2, 0, false)
    await connections.ready
    expect(connections.all).toHaveLength(2)
    expect(connections.all[0]!.emit('error', new Error('later'))).toBe(true)
  })
})
