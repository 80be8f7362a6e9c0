import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Invalidation } from '#core/cache/entry.ts'
import { TandemError } from '#core/errors.ts'
import type { Clock } from '#core/flow/clock.ts'
import { type Flow, work } from '#core/flow/effect.ts'
import { createNode } from '#core/flow/node.ts'
import { emptyTimeline } from '#core/flow/request.ts'
import { Runner } from '#core/flow/runner.ts'
import type { Outcome } from '#core/flow/task.ts'
import { memoryDatabase } from '#server/database-memory.ts'
import { realPerform } from '#server/driver.ts'
import { openLowerTiers } from '#server/lower-tiers.ts'
import type { StorePort } from '#server/store.ts'
import { memoryStore } from '#server/store-memory.ts'
import { wallNow } from '#server/wall-clock.ts'
import { driverContract } from '../contract/driver.ts'
import { smallScenario } from './small-scenario.ts'

// The driver of real time keeps the contract on embedded parts; test/live does the same with a real Redis.
driverContract('the server', async () => {
  const clock: Clock = { now: wallNow() }
  const node = createNode({ index: 0, scenario: smallScenario(), clock })
  const store = memoryStore(wallNow)
  const folder = mkdtempSync(join(tmpdir(), 'tandem-driver-'))
  const delivered: Invalidation[] = []
  await store.subscribe({ invalidated: (message) => void delivered.push(message), reconnected: () => {} })
  let isBroken = false
  const breakable = Object.fromEntries(
    Object.entries(store).map(([name, call]) => [
      name,
      async (input: never) => {
        if (isBroken) throw new TandemError('RemoteUnavailable', 'broken by the test')
        return (call as (input: never) => unknown)(input)
      },
    ]),
  ) as unknown as StorePort
  const { perform } = realPerform({
    clock,
    now: wallNow,
    node,
    store: breakable,
    database: memoryDatabase(),
    lower: openLowerTiers(smallScenario({ lowerTiers: { files: { enabled: true } } }), folder, wallNow),
    forward: async () => ({
      status: 200,
      sizeBytes: 0,
      shards: 7,
      timeline: emptyTimeline(),
      servedBy: 'node',
    }),
  })
  const runner = new Runner(perform)
  return {
    runner,
    clock,
    place: 0,
    async settle() {
      while (runner.live > 0) await wait(2)
    },
    delivered: () => delivered,
    breakRemote: () => {
      isBroken = true
    },
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  }
})

/** A server whose clock moves only when a step says so, in turns of 2 ms; `yields` counts the slices that were not the last. */
function steppingServer() {
  const clock: Clock = { now: 0 }
  let now = 0
  const seen = { order: [] as string[], yields: 0, closed: 0 }
  const scenario = { ...smallScenario(), schedule: { policy: 'round-robin', quantum: 2 } }
  const { perform } = realPerform({
    clock,
    now: () => now,
    node: createNode({ index: 0, scenario, clock }),
    watch: { chosen: () => {}, yielded: () => void seen.yields++, done: () => {} },
  })
  function* steps(name: string, count: number): Generator<undefined, string> {
    try {
      for (let step = 1; step <= count; step++) {
        now += 1
        seen.order.push(`${name}${step}`)
        if (step < count) yield
      }
      if (name === 'bad') throw new Error('the last step failed')
      return name
    } finally {
      seen.closed++
    }
  }
  function* flow(name: string, count: number): Flow<unknown> {
    return yield* work({
      stage: 'render',
      sizeBytes: 0,
      taskClass: 0,
      waitMs: 0,
      steps: () => steps(name, count),
    })
  }
  const runner = new Runner(perform)
  const outcomes: Outcome[] = []
  return {
    seen,
    outcomes,
    start: (name: string, count: number) =>
      runner.start(flow(name, count), 0, undefined, (outcome) => void outcomes.push(outcome)),
    async settle() {
      while (runner.live > 0) await wait(1)
    },
  }
}

describe('work in steps', () => {
  it('lets others run after each quantum, and ends with the value of its last step', async () => {
    const server = steppingServer()
    server.start('a', 5)
    server.start('b', 3)
    await server.settle()
    expect(server.seen.order.join(' ')).toBe('a1 a2 b1 b2 a3 a4 b3 a5')
    expect(server.seen.yields).toBe(3)
    expect(server.outcomes).toEqual([
      { kind: 'done', value: 'b' },
      { kind: 'done', value: 'a' },
    ])
  })

  it('raises what a step throws, and closes the steps of a task that was cancelled', async () => {
    const server = steppingServer()
    server.start('bad', 3)
    // Longer than any turn, so that it cannot end before it is cancelled.
    const cancelled = server.start('c', 10_000_000)
    server.start('d', 4)
    await wait(0)
    while (server.seen.yields < 2) await wait(0)
    cancelled.cancel()
    await server.settle()
    expect(server.outcomes.map(({ kind }) => kind).sort()).toEqual(['cancelled', 'done', 'failed'])
    while (server.seen.closed < 3) await wait(0)
  })
})
