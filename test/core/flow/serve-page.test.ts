import { describe, expect, it } from 'vitest'
import type { Flow } from '#core/flow/effect.ts'
import type { PageRequest, PageResponse } from '#core/flow/request.ts'
import { servePage } from '#core/flow/serve-page.ts'
import { writePage } from '#core/flow/write-page.ts'
import { isStrongPage } from '#core/workload/request-source.ts'
import { gatewayPlace } from '#sim/clients.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const scenario = smallScenario({
  nodes: { count: 2 },
  workload: {
    arrivals: 'closed',
    users: 1,
    thinkTime: { mean: '1 s' },
    pages: 40,
    tenants: 4,
    strongRatio: 0.5,
  },
})
const request = (page: number, kind: 'read' | 'write'): PageRequest => ({
  id: 1,
  kind,
  tenant: page % 4,
  page,
  query: 0,
})

function world(given = scenario) {
  const made = createWorld(given)
  const run = (flow: Flow<PageResponse>, place: number): PageResponse => {
    let response: PageResponse | undefined
    made.runner.start(flow, place, undefined, (outcome) => {
      if (outcome.kind === 'done') response = outcome.value
    })
    made.runUntil(Number.POSITIVE_INFINITY)
    return response!
  }
  return { ...made, run }
}

describe('a page', () => {
  it('is sent compressed where the scenario says so, at the cost of a thread', () => {
    const plain = world()
    const small = world({ ...scenario, render: { ...scenario.render, compresses: true } })
    const read = (made: ReturnType<typeof world>) =>
      made.run(servePage(made.nodes[0]!, request(1, 'read')), 0)
    const [whole, compressed] = [read(plain), read(small)]
    expect(compressed.sizeBytes).toBeCloseTo(whole.sizeBytes * scenario.render.compressionRatio, 6)
    expect(compressed.timeline.renderMs).toBeGreaterThan(whole.timeline.renderMs)
  })

  it('is sent in all its shards, each slot read once, and its time is booked', () => {
    const { nodes, run, runner } = world()
    const response = run(servePage(nodes[0]!, request(1, 'read')), 0)
    expect(response.status).toBe(200)
    expect(response.shards).toBeGreaterThanOrEqual(7)
    expect(nodes[0]!.counters).toMatchObject({
      requests: 1,
      shards: response.shards,
      l1Lookups: 12,
      loads: 12,
      renders: 12,
    })
    expect(response.timeline.loadMs).toBeGreaterThan(0)
    expect(response.timeline.renderMs).toBeGreaterThan(0)
    expect(runner.live).toBe(0)
    expect(gatewayPlace).toBe(-1)
  })

  it('needs no database the second time', () => {
    const { nodes, run } = world()
    run(servePage(nodes[0]!, request(1, 'read')), 0)
    run(servePage(nodes[1]!, request(1, 'read')), 1)
    expect(nodes[1]!.counters).toMatchObject({ loads: 0, remoteHits: 12 })
  })
})

describe('a write', () => {
  const strong = Array.from({ length: 40 }, (_, page) => page).find((page) =>
    isStrongPage(page, scenario.workload),
  )!
  const weak = Array.from({ length: 40 }, (_, page) => page).find(
    (page) => !isStrongPage(page, scenario.workload),
  )!

  it('to a strong page is in the shared cache before it is acknowledged, and other nodes hold the new copy', () => {
    const { nodes, run, redis } = world()
    run(writePage(nodes[0]!, request(strong, 'write')), 0)
    const key = { tenant: strong % 4, key: strong * 12 }
    expect(redis.get(key, 0)?.version).toBe(2)
    expect(nodes[1]!.tiers.find(key, 0)?.entry.version).toBe(2)
  })

  it('to another page drops older copies everywhere; the writer reads its write', () => {
    const { nodes, run, redis } = world()
    for (const { index } of nodes) run(servePage(nodes[index]!, request(weak, 'read')), index)
    run(writePage(nodes[0]!, request(weak, 'write')), 0)
    const key = { tenant: weak % 4, key: weak * 12 }
    expect(redis.get(key, 0)).toBeUndefined()
    expect(redis.version(key, 0)).toBe(2)
    expect(nodes[1]!.tiers.find(key, 0)).toBeUndefined()
    expect(nodes[0]!.tiers.find(key, 0)?.entry.version).toBe(2)
  })
})
