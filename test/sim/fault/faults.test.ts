import { describe, expect, it } from 'vitest'
import { copyAsTold } from '#core/cache/copy.ts'
import { loadBeside } from '#core/cache/node/refresh.ts'
import { type Flow, forward, sleep, start } from '#core/flow/effect.ts'
import { servePage } from '#core/flow/serve-page.ts'
import type { Outcome } from '#core/flow/task.ts'
import { writePage } from '#core/flow/write-page.ts'
import { gatewayPlace } from '#sim/clients.ts'
import { simulate } from '#sim/simulate.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const key = { tenant: 1, key: 12 }
const entry = { ...key, version: 1, sizeBytes: 10, expiresAt: 1e9, value: undefined }
const read = { id: 0, kind: 'read', tenant: 1, page: 1, query: 0 } as const

function world(faults: unknown, given: Record<string, unknown> = {}) {
  const made = createWorld(smallScenario({ nodes: { count: 2 }, faults, ...given }))
  const ask = (node: number) => {
    const seen: { outcome?: Outcome } = {}
    made.runner.start(forward(node, read)[Symbol.iterator](), gatewayPlace, undefined, (outcome) => {
      seen.outcome = outcome
    })
    return seen
  }
  return { ...made, ask }
}

describe('a fault', () => {
  it('that is not there changes nothing: the fingerprint is the one without the section', () => {
    const plain = simulate(smallScenario()).fingerprint
    expect(simulate(smallScenario({ faults: { messages: { lateMax: '1 s' } } })).fingerprint).toBe(plain)
    expect(simulate(smallScenario({ faults: { stalls: [{ at: '1 s', for: '1 s' }] } })).fingerprint).not.toBe(
      plain,
    )
  })

  it('of a node fails what it works on, empties it, and ends', () => {
    const { ask, runUntil, nodes, runner } = world({ crashes: [{ node: 0, at: '1 ms', for: '50 ms' }] })
    nodes[0]!.tiers.fillByRead(copyAsTold(entry))
    const underWay = ask(0)
    runUntil(10)
    expect(underWay.outcome).toMatchObject({ kind: 'failed', error: { code: 'NodeUnavailable' } })
    expect(nodes[0]!.tiers.find(key, 10)).toBeUndefined()
    expect(ask(0).outcome).toMatchObject({ kind: 'failed', error: { code: 'NodeUnavailable' } })
    const other = ask(1)
    runUntil(60)
    const later = ask(0)
    runUntil(1_000)
    expect([other.outcome?.kind, later.outcome?.kind]).toEqual(['done', 'done'])
    expect(runner.live).toBe(0)
  })

  it('of a node ends what it does in the background: a dead node uses no processor and writes nothing', () => {
    const { nodes, runUntil, runner, machine, database } = world(
      { crashes: [{ node: 0, at: '20 ms', for: '50 ms' }] },
      { cache: { writes: 'behind', writeBehind: { delay: '60 ms' } } },
    )
    const node = nodes[0]!
    const page = { id: 0, kind: 'write', tenant: 1, page: 5, query: 0 } as const
    runner.start(writePage(node, page), 0, undefined, () => {})
    function* ahead(): Flow<void> {
      const key = { tenant: 1, key: 5 * node.scenario.render.shardsMax }
      yield* sleep(19)
      yield* start(loadBeside(node, { key, sizeBytes: 8000, endsAt: 0, isAhead: true }))
    }
    runner.start(ahead(), 0, undefined, () => {})
    runUntil(19.5)
    expect(node.counters.writesBehind).toBe(1)
    expect(node.flights.length).toBe(1)
    const busyMs = machine.busyMsOf(0)
    runUntil(1_000)
    expect(runner.live).toBe(0)
    expect(machine.busyMsOf(0)).toBe(busyMs)
    expect(node.flights.length).toBe(0)
    expect(node.counters).toMatchObject({ writesLost: 1, renders: 0 })
    expect(database.load({ tenant: 1, key: 5 * node.scenario.render.shardsMax }).version).toBe(1)
  })

  it('of a partition keeps one node from the shared cache and its messages; afterwards it trusts nothing', () => {
    const { nodes, runUntil, runner } = world({ partitions: [{ node: 0, at: '0 ms', for: '500 ms' }] })
    runUntil(0)
    nodes[0]!.tiers.fillByRead(copyAsTold(entry))
    runner.start(servePage(nodes[0]!, { ...read, page: 2 }), 0, undefined, () => {})
    runner.start(servePage(nodes[1]!, { ...read, page: 3 }), 1, undefined, () => {})
    runUntil(499)
    expect(nodes[0]!.counters.remoteFailures).toBeGreaterThan(0)
    expect(nodes[1]!.counters.remoteFailures).toBe(0)
    expect(nodes[0]!.tiers.find(key, 499)?.entry).toEqual(entry)
    runUntil(501)
    expect(nodes[0]!.tiers.find(key, 501)).toBeUndefined()
  })

  it('of a fail-over takes back the last writes to the shared cache', () => {
    const { redis, runUntil } = world({ failOvers: [{ at: '100 ms', for: '10 ms', loses: '50 ms' }] })
    runUntil(10)
    redis.set(entry, 10)
    redis.set({ ...entry, version: 2 }, 60)
    redis.outdate({ tenant: 1, key: 13 }, 9, 70)
    runUntil(105)
    expect(redis.isDown).toBe(true)
    runUntil(111)
    expect(redis.isDown).toBe(false)
    expect(redis.get(key, 111)?.version).toBe(1)
    expect(redis.version({ tenant: 1, key: 13 }, 111)).toBe(0)
  })

  it('of the subscription loses the messages of all nodes, which then trust nothing', () => {
    const { nodes, runUntil, calendar } = world({ disconnects: [{ at: '10 ms', for: '50 ms' }] })
    nodes[0]!.tiers.fillByRead(copyAsTold(entry))
    calendar.schedule(30, 9, { node: 0, invalidation: { ...key, version: 2 } })
    runUntil(59)
    expect(nodes[0]!.tiers.find(key, 59)?.entry).toEqual(entry)
    runUntil(61)
    expect(nodes[0]!.tiers.find(key, 61)).toBeUndefined()
    calendar.schedule(70, 9, { node: 0, invalidation: { ...key, version: 2 } })
    runUntil(71)
    expect(nodes[0]!.counters.invalidationsReceived).toBe(1)
  })

  it('of clocks is felt by nobody else: between a node and the shared cache go times that are left', () => {
    const clockSkews = [{ node: 0, offset: '10 s' }]
    const { nodes, runner, runUntil, redis } = world({ clockSkews }, { redis: { ttl: '500 ms' } })
    runner.start(servePage(nodes[0]!, read), 0, undefined, () => {})
    runUntil(400)
    expect(redis.get(key, 400)?.expiresAt).toBeLessThan(1_000)
    expect(redis.get(key, 400)?.expiresAt).toBeGreaterThan(500)
    // The other node takes from it what is left by its own clock.
    runner.start(servePage(nodes[1]!, read), 1, undefined, () => {})
    runUntil(450)
    expect(nodes[1]!.tiers.find(key, 450)?.entry).toMatchObject({ ...key, version: 1 })
    expect(nodes[1]!.tiers.find(key, 1_000)).toBeUndefined()
  })

  it('of full memory refuses fills, and the requests go on', () => {
    const { redis, nodes, runner, runUntil } = world({ memoryFull: [{ at: '0 ms', for: '1 s' }] })
    let kind: string | undefined
    runner.start(servePage(nodes[0]!, read), 0, undefined, (outcome) => {
      kind = outcome.kind
    })
    runUntil(900)
    expect(kind).toBe('done')
    expect(redis.get(key, 900)).toBeUndefined()
  })

  it('of the database delays its answers until it is over', () => {
    const { ask, runUntil } = world({ stalls: [{ at: '0 ms', for: '200 ms' }] })
    const seen = ask(0)
    runUntil(190)
    expect(seen.outcome).toBeUndefined()
    runUntil(5_000)
    expect(seen.outcome?.kind).toBe('done')
  })
})
