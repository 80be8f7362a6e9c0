import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { all, type Flow, offload, remoteVersion, work } from '#core/flow/effect.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

/** A world of nodes on shared processors; each unit of work takes 1 ms. */
function worldOf(
  count: number,
  cores: number,
  schedule: PolicyChoice = { policy: 'fcfs' },
  msPerKiB = 0,
  turnMs = 0,
) {
  const base = smallScenario()
  const render = { fixedMs: 1, msPerKiB, cv: 0, factors: [] }
  const compress = { fixedMs: 2, msPerKiB: 0, cv: 0, factors: [] }
  const replyStamp = { fixedMs: 0.5, msPerKiB: 0, cv: 0, factors: [] }
  return createWorld({
    ...base,
    nodes: { ...base.nodes, count, cores, threadPool: 2, turnMs },
    costs: { ...base.costs, render, compress, replyStamp },
    schedule,
  })
}

function* piece(sizeBytes = 0): Flow<number> {
  const one = { stage: 'render', sizeBytes, taskClass: 0, waitMs: 0 } as const
  yield* work(one)
  return 0
}

function* onThread(): Flow<number> {
  yield* offload({ stage: 'compress', sizeBytes: 0 })
  return 0
}

describe('the simulated machine', () => {
  it('gives each node its threads: three works of 2 ms on two threads take 4 ms, the loop works meanwhile', () => {
    const world = worldOf(2, 4)
    let loopEndedAt = 0
    for (let index = 0; index < 3; index++) world.runner.start(onThread(), 0, undefined, () => {})
    world.runner.start(piece(), 0, undefined, () => {
      loopEndedAt = world.clock.now
    })
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(world.clock.now).toBeCloseTo(4, 9)
    expect(loopEndedAt).toBeCloseTo(1, 9)
    expect(world.machine.busyMs).toBeCloseTo(7, 9)
  })

  it('shares one processor among loop and threads, in equal parts', () => {
    const world = worldOf(1, 1)
    const tasks = [0, 1, 2].map(() => world.runner.start(onThread(), 0, undefined, () => {}))
    world.runner.start(piece(), 0, undefined, () => {})
    world.runUntil(0.5)
    tasks[2]!.cancel()
    world.runUntil(Number.POSITIVE_INFINITY)
    // The third waited for a thread, so only two were begun.
    expect(world.clock.now).toBeCloseTo(2 + 2 + 1, 9)
    expect(world.runner.live).toBe(0)
  })

  it('loses no work: everything submitted is served, and processor time is the sum of the services', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 40 }), fc.integer({ min: 0, max: 4 }), (places, cores) => {
        const world = worldOf(4, cores)
        for (const place of places) world.runner.start(piece(), place, undefined, () => {})
        expect(world.machine.inSystem).toBe(places.length)
        world.runUntil(Number.POSITIVE_INFINITY)
        expect(world.machine).toMatchObject({ inSystem: 0, served: places.length })
        expect(world.machine.busyMs).toBeCloseTo(places.length, 9)
        expect(world.runner.live).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('runs one piece of work at a time on a node and the nodes beside each other', () => {
    const world = worldOf(2, 0)
    for (const place of [0, 0, 0, 1]) world.runner.start(piece(), place, undefined, () => {})
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(world.clock.now).toBeCloseTo(3, 9)
    expect(world.machine.waitedMs).toBeCloseTo(0 + 1 + 2, 9)
  })

  it('shares processors among nodes: two nodes on one core take as long as one', () => {
    const world = worldOf(2, 1)
    for (const place of [0, 0, 1, 1]) world.runner.start(piece(), place, undefined, () => {})
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(world.clock.now).toBeCloseTo(4, 9)
  })

  it('passes over work whose task was cancelled while it waited', () => {
    const world = worldOf(1, 0)
    const tasks = [0, 1, 2].map(() => world.runner.start(piece(), 0, undefined, () => {}))
    tasks[1]!.cancel()
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(world.machine).toMatchObject({ served: 2, inSystem: 0 })
    expect(world.clock.now).toBeCloseTo(2, 9)
  })

  it('ends a flow of several pieces with all of them done', () => {
    const world = worldOf(1, 0)
    let kind = ''
    world.runner.start(all(piece(), piece()), 0, undefined, (outcome) => {
      kind = outcome.kind
    })
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(kind).toBe('done')
  })

  it('serves slices of the quantum in turn, exactly', () => {
    const world = worldOf(1, 0, { policy: 'round-robin', quantum: 0.4 })
    const endedMs: number[] = []
    for (let index = 0; index < 2; index++)
      world.runner.start(piece(), 0, undefined, () => void endedMs.push(world.clock.now))
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(endedMs[0]).toBeCloseTo(1.8, 9)
    expect(endedMs[1]).toBeCloseTo(2, 9)
    expect(world.machine).toMatchObject({ served: 2, inSystem: 0 })
    expect(world.machine.busyMs).toBeCloseTo(2, 9)
    expect(world.machine.waitedMs).toBeCloseTo(0.8 + 1, 9)
  })

  it('serves no more slices of a task that was cancelled', () => {
    const world = worldOf(1, 0, { policy: 'round-robin', quantum: 0.4 })
    const task = world.runner.start(piece(), 0, undefined, () => {})
    world.runUntil(0.1)
    task.cancel()
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(world.machine.busyMs).toBeCloseTo(0.4, 9)
    expect(world.machine.inSystem).toBe(0)
  })

  it('lets answers of the network wait until the works of the turn are done, and charges the loop for them', () => {
    const world = worldOf(1, 0, { policy: 'fcfs' }, 0, 1.5)
    const heardAtMs: number[] = []
    function* asks(): Flow<void> {
      yield* remoteVersion({ tenant: 0, key: 1 })
      heardAtMs.push(world.clock.now)
    }
    world.runner.start(asks(), 0, undefined, () => {})
    for (let index = 0; index < 5; index++) world.runner.start(piece(), 0, undefined, () => {})
    world.runUntil(Number.POSITIVE_INFINITY)
    // Works of 1 ms end at 1 and 2, then the turn of 1.5 ms is over.
    expect(heardAtMs[0]).toBeCloseTo(2.5, 9)
    expect(world.clock.now).toBeCloseTo(5.5, 9)
    expect(world.machine.busyMs).toBeCloseTo(5.5, 9)
  })

  it('tells a schedule that asks for it the true size before the work is served', () => {
    const sizesMs = [3, 2, 1]
    const world = worldOf(1, 0, { policy: 'sjf', sizes: 'exact' }, 1)
    const order: number[] = []
    world.runner.start(piece(), 0, undefined, () => {})
    for (const sizeMs of sizesMs)
      world.runner.start(piece(1024 * sizeMs), 0, undefined, () => void order.push(sizeMs))
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(order).toEqual([1, 2, 3])
  })
})
