/** The simulator and the server run the same works in the same order, whatever the schedule, on the loop and on a worker. */
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Clock } from '#core/flow/clock.ts'
import { type Flow, type Stage, work } from '#core/flow/effect.ts'
import { createNode } from '#core/flow/node.ts'
import { Runner } from '#core/flow/runner.ts'
import type { WebScenario } from '#core/scenario.ts'
import { schedulePolicies } from '#core/schedule/schedule.ts'
import { taskClass, taskClasses } from '#core/schedule/task-class.ts'
import { realPerform } from '#server/driver.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const KIB = 1024

/** A KiB takes a millisecond, and is a step. */
interface Piece {
  readonly stage: Stage
  readonly kib: number
}

/** Flows of two pieces each; all wait while the first piece of the first flow runs. */
const flows: readonly (readonly [Piece, Piece])[] = Array.from({ length: 24 }, (_, index) => [
  { stage: taskClasses[index % 5]!, kib: 1 + ((index * 7) % 11) },
  { stage: taskClasses[(index * 3) % 5]!, kib: 1 + ((index * 5) % 6) },
])

function scenarioOf(policy: string, workers: number): WebScenario {
  const scenario = smallScenario({
    nodes: { count: 1, workers, deadline: '200 ms' },
    schedule: { policy },
    render: { step: '1 KiB' },
  })
  const cost = { ...scenario.costs.render, fixedMs: 0, msPerKiB: 1, cv: 0 }
  const costs = Object.fromEntries(taskClasses.map((name) => [name, cost]))
  return { ...scenario, costs: { ...scenario.costs, ...costs } }
}

/** What is done with a piece: `step` is called for each of its milliseconds, where somebody calls it. */
function* pieceFlow(
  pieces: readonly Piece[],
  o: { name: number; isOnWorker: boolean; clock: Clock; step: () => void; seen: string[] },
): Flow<void> {
  for (const [part, { stage, kib }] of pieces.entries()) {
    function* steps() {
      for (let step = 0; step < kib; step++) {
        o.step()
        if (step < kib - 1) yield
      }
    }
    yield* work({
      stage,
      sizeBytes: kib * KIB,
      stepBytes: KIB,
      taskClass: taskClass(stage),
      waitMs: 0,
      deadlineMs: 40 * ((o.name * 5) % 7),
      isOnWorker: o.isOnWorker,
      steps,
      run: () => {
        for (let step = 0; step < kib; step++) o.step()
      },
    })
    o.seen.push(`${o.name}.${part} at ${o.clock.now}`)
  }
}

function simulated(policy: string, isOnWorker: boolean): string[] {
  const { runner, runUntil, clock } = createWorld(scenarioOf(policy, isOnWorker ? 1 : 0))
  const seen: string[] = []
  for (const [name, pieces] of flows.entries())
    runner.start(pieceFlow(pieces, { name, isOnWorker, clock, step: () => {}, seen }), 0, undefined, () => {})
  runUntil(Number.POSITIVE_INFINITY)
  return seen
}

/** A server whose clock moves only when a step says so; the other flows start in the first step of the first. */
async function served(policy: string, isOnWorker: boolean): Promise<string[]> {
  const clock: Clock = { now: 0 }
  let now = 0
  const scenario = scenarioOf(policy, isOnWorker ? 1 : 0)
  const node = createNode({ index: 0, scenario, clock })
  const runner = new Runner(realPerform({ clock, now: () => now, node }).perform)
  const seen: string[] = []
  let isBegun = false
  const step = () => {
    if (!isBegun) {
      isBegun = true
      for (let name = 1; name < flows.length; name++) begin(name)
    }
    now += 1
  }
  const begin = (name: number) =>
    runner.start(pieceFlow(flows[name]!, { name, isOnWorker, clock, step, seen }), 0, undefined, () => {})
  begin(0)
  while (runner.live > 0) await wait(0)
  return seen
}

describe.each(schedulePolicies.map(({ name }) => name))('%s', (policy) => {
  it('orders the works of the loop alike in both worlds', async () => {
    const order = simulated(policy, false)
    expect(order).toHaveLength(2 * flows.length)
    expect(await served(policy, false)).toEqual(order)
  })

  it('orders the works of a worker alike in both worlds', async () => {
    const order = simulated(policy, true)
    expect(order).toHaveLength(2 * flows.length)
    expect(await served(policy, true)).toEqual(order)
  })
})

it('schedules differ in the order, so that alike means something', () => {
  expect(new Set(schedulePolicies.map(({ name }) => simulated(name, false).join(' '))).size).toBeGreaterThan(
    12,
  )
})
