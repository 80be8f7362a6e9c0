import { describe, expect, it } from 'vitest'
import type { PageResponse } from '#core/flow/request.ts'
import { createClientNetwork } from '#sim/client.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const base = smallScenario()
const scenario = {
  ...base,
  client: {
    ...base.client,
    roundTrip: { shape: 'constant', meanMs: 10, cv: 0 },
    bandwidthBytesPerSecond: 1000,
    csrMsPerShard: 3,
  },
} as const

describe('the way between client and gateway', () => {
  const network = createClientNetwork(scenario, 0)

  it('takes half a round trip for a request', () => {
    expect(network.requestMs()).toBe(5)
  })

  it('takes transfer and a round trip for a shard, and rendering when the shard is data', () => {
    const chunk = { index: 0, sizeBytes: 500, body: undefined }
    expect(network.shardMs({ ...chunk, isData: false })).toBe(510)
    expect(network.shardMs({ ...chunk, isData: true })).toBe(513)
  })

  it('takes one transfer and a round trip a shard for a page that the gateway has', () => {
    expect(network.pageMs({ sizeBytes: 2000, shards: 4 } as PageResponse)).toBe(2040)
  })
})

describe('a page that comes as one answer', () => {
  const whole = { ...scenario, client: { ...scenario.client, asksForShards: false } }
  const network = createClientNetwork(whole, 0)
  const chunk = { index: 0, sizeBytes: 500, body: undefined, isData: false }

  it('takes one round trip, paid on the way back, whoever answers', () => {
    expect(network.requestMs()).toBe(0)
    expect(network.endMs()).toBe(10)
    expect(network.pageMs({ sizeBytes: 500, shards: 7 } as PageResponse)).toBe(510)
  })

  it('takes only the transfer for each shard', () => expect(network.shardMs(chunk)).toBe(500))
})
