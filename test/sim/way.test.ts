import { describe, expect, it } from 'vitest'
import type { PageResponse } from '#core/flow/request.ts'
import { createWay } from '#sim/way.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const constant = (mean: string) => ({ shape: 'constant', mean })
const scenario = smallScenario({
  client: { roundTrip: constant('10 ms'), bandwidth: '1 kB / s' },
  delivery: {
    enabled: true,
    edge: { roundTrip: constant('4 ms') },
    regional: { roundTrip: constant('20 ms') },
    roundTrip: constant('40 ms'),
  },
})
const chunk = { index: 0, sizeBytes: 500, isData: false }
const held = { sizeBytes: 500, shards: 3, servedBy: 'regional' } as PageResponse
const made = { sizeBytes: 500, shards: 3, servedBy: 'node' } as PageResponse

describe('the way with caches on it', () => {
  const way = createWay(scenario, 0)

  it('takes half a round trip of each hop for a request, an error and the end of an answer from a node', () => {
    expect([0, 1, 2].map(way.requestMs)).toEqual([2, 10, 20])
    expect([0, 1, 2].map((hop) => way.answerMs(hop, undefined))).toEqual([2, 10, 20])
    expect(way.answerMs(1, made)).toBe(10)
  })

  it('takes a round trip over all hops for each shard that a node sends', () => {
    expect(way.shardMs(chunk)).toBe(564)
  })

  it('takes a round trip a shard for a page that is held, over the hops to it; bytes count at the client', () => {
    expect(way.answerMs(1, held)).toBe(60)
    expect(way.answerMs(0, held)).toBe(512)
  })

  it('takes one turn for a page that comes as one answer', () => {
    const whole = createWay({ ...scenario, client: { ...scenario.client, asksForShards: false } }, 0)
    expect(whole.answerMs(1, held)).toBe(10)
    expect(whole.shardMs(chunk)).toBe(500)
  })
})
