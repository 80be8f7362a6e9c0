import { describe, expect, it } from 'vitest'
import { answer } from '#core/flow/gateway.ts'
import type { PageRequest, PageResponse } from '#core/flow/request.ts'
import { gatewayPlace } from '#sim/clients.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const requestOf = (id: number): PageRequest => ({
  id,
  kind: id % 5 === 0 ? 'write' : 'read',
  tenant: id % 3,
  page: id % 20,
  query: 0,
})

describe('a simulated world', () => {
  it('conserves requests: each one sent is answered or in flight, at every time', () => {
    const world = createWorld(smallScenario())
    let sent = 0
    let answered = 0
    const { measure } = world
    const [own, end] = [measure.sent.bind(measure), measure.answered.bind(measure)]
    measure.sent = (now) => {
      sent++
      own(now)
    }
    measure.answered = (now, sentAtMs, response) => {
      answered++
      end(now, sentAtMs, response)
    }
    const inFlight = () =>
      measure
        .series()
        .find(({ name }) => name === 'inSystem')!
        .values.at(-1)
    world.open()
    for (let until = 500; until <= 4000; until += 500) {
      world.runUntil(until)
      measure.sample(world.totals())
      if (inFlight() !== undefined) expect(sent - answered).toBe(inFlight())
    }
    expect(answered).toBeGreaterThan(0)
  })

  it('answers every request that enters and leaves no task behind', () => {
    const world = createWorld(smallScenario())
    const responses: PageResponse[] = []
    for (let id = 1; id <= 200; id++)
      world.runner.start(answer(world.gateway, requestOf(id)), gatewayPlace, undefined, (outcome) => {
        if (outcome.kind === 'done') responses.push(outcome.value)
      })
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(responses).toHaveLength(200)
    expect(world.runner.live).toBe(0)
    expect(world.calendar.pending).toBe(0)
    expect(world.machine.inSystem).toBe(0)
  })

  it('leaves no task behind when requests are cancelled at any time', () => {
    const world = createWorld(smallScenario())
    const tasks = Array.from({ length: 100 }, (_, id) =>
      world.runner.start(answer(world.gateway, requestOf(id)), gatewayPlace, undefined, () => {}),
    )
    for (const [index, task] of tasks.entries()) {
      world.runUntil(index / 5)
      if (index % 2 === 0) task.cancel()
    }
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(world.runner.live).toBe(0)
    expect(world.machine.inSystem).toBe(0)
  })

  it('lets nobody in before it is opened', () => {
    const world = createWorld(smallScenario())
    world.runUntil(10_000)
    expect(world.calendar.performed).toBe(0)
    expect(world.clock.now).toBe(10_000)
  })

  it('never has more hits than lookups', () => {
    const world = createWorld(smallScenario())
    world.open()
    world.runUntil(5000)
    const totals = world.totals()
    const { gateway, inner } = totals.tiers
    for (const { hits, lookups, hitBytes, readBytes } of [gateway, ...Object.values(inner)]) {
      expect(hits).toBeLessThanOrEqual(lookups)
      expect(hitBytes).toBeLessThanOrEqual(readBytes)
    }
    expect(totals.remoteHits).toBeLessThanOrEqual(totals.remoteLookups)
    expect(totals.fragmentsStale).toBeLessThanOrEqual(totals.fragmentsServed)
  })
})
