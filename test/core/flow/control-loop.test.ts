import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TandemError } from '#core/errors.ts'
import type { Clock } from '#core/flow/clock.ts'
import { createControlLoop, decisionsKept } from '#core/flow/control-loop.ts'
import { type Flow, sleep } from '#core/flow/effect.ts'
import { type AppNode, createNode } from '#core/flow/node.ts'
import { Runner } from '#core/flow/runner.ts'
import { servePage } from '#core/flow/serve-page.ts'
import { realPerform } from '#server/driver.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const scenarioOf = (given: Record<string, unknown> = {}) =>
  smallScenario({
    schedule: 'adaptive',
    control: {
      enabled: true,
      interval: '100 ms',
      objective: '50 ms',
      fallback: { enabled: false },
      presets: [{ name: 'as it is' }, { name: 'short', queueMax: 3 }, { name: 'heavy', beta: 5 }],
      ...given,
    },
  })

/** Requests that never were: what a node books, at times that both worlds keep exactly. */
function* bookings(node: AppNode, count: number): Flow<void> {
  for (let index = 0; index < count; index++) {
    yield* sleep(7)
    if (index % 11 === 3) node.period!.refused()
    else node.period!.finished(10 + ((index * 29) % 170), index % 40)
  }
}

const ignore = () => {}

function inVirtualTime(scenario = scenarioOf()) {
  const world = createWorld(scenario)
  const node = world.nodes[0]!
  const loop = createControlLoop(node)
  const task = world.runner.start<unknown>(loop.run(), 0, undefined, ignore)
  world.runner.start<unknown>(bookings(node, 3000), 0, undefined, ignore)
  world.runUntil(20_050)
  task.cancel()
  return { loop, node }
}

describe('a control loop', () => {
  it('decides once an interval and changes what the node goes by', () => {
    const { loop, node } = inVirtualTime()
    expect(loop.count).toBe(200)
    expect(loop.decisions.map(({ atMs }) => atMs).slice(0, 3)).toEqual([
      expect.closeTo(100),
      expect.closeTo(200),
      expect.closeTo(300),
    ])
    const seen = new Set(loop.decisions.map(({ action }) => action))
    expect(seen).toEqual(new Set([0, 1, 2]))
    const { queueMax, beta } = node.settings
    const expected = [
      [Number.POSITIVE_INFINITY, 0.4],
      [3, 0.4],
      [Number.POSITIVE_INFINITY, 5],
    ][loop.action]
    expect([queueMax, beta]).toEqual(expected)
  })

  it('sees the queue as it is sampled', () => {
    const { clock, runUntil, node, loop } = quiet()
    for (let index = 0; index < 4; index++)
      node.runQueue.push({
        taskClass: 0,
        stage: 'accept',
        sizeBytes: 0,
        enqueuedAtMs: clock.now,
        servedMs: 0,
        mark: 0,
      })
    runUntil(105)
    expect(loop.decisions[0]!.observation[0]).toBeCloseTo(4)
    expect(loop.decisions[0]!.reward).toBe(-5)
  })

  it('counts what a full node refuses, and the node takes requests again', () => {
    const { runner, runUntil, node } = quiet()
    const outcomes: string[] = []
    const ask = () => {
      const request = { id: 1, kind: 'read', tenant: 1, page: 1, query: 0 } as const
      runner.start<unknown>(servePage(node, request), 0, undefined, (outcome) =>
        outcomes.push(outcome.kind === 'failed' ? (outcome.error as TandemError).code : outcome.kind),
      )
    }
    node.settings.queueMax = 0
    ask()
    expect(outcomes).toEqual(['QueueFull'])
    expect(node.period!.close()).toMatchObject({ refused: 1, finished: 0, missRatio: 1 })
    node.settings.queueMax = 1
    ask()
    runUntil(90)
    expect(outcomes).toEqual(['QueueFull', 'done'])
    expect(node.period!.close()).toMatchObject({ refused: 0, finished: 1 })
  })

  it('goes on from a saved state with the same decisions', () => {
    const { loop } = inVirtualTime()
    const state = { nodes: [JSON.parse(JSON.stringify(loop.controller.save()))] }
    const actions = (given = scenarioOf({ state })) =>
      inVirtualTime(given).loop.decisions.map(({ action }) => action)
    expect(actions()).toEqual(actions())
    expect(actions()).not.toEqual(actions(scenarioOf()))
  })

  it('keeps no more decisions than it says', () => {
    const { runUntil, loop } = quiet(scenarioOf({ interval: '10 ms', samples: 1 }))
    runUntil(10 * (decisionsKept + 50))
    expect(loop.count).toBeGreaterThan(decisionsKept)
    expect(loop.decisions).toHaveLength(decisionsKept)
  })
})

function quiet(scenario = scenarioOf()) {
  const world = createWorld(scenario)
  const node = world.nodes[0]!
  const loop = createControlLoop(node)
  world.runner.start<unknown>(loop.run(), 0, undefined, ignore)
  return { ...world, node, loop }
}

describe('the same loop in real time', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }))
  afterEach(() => void vi.useRealTimers())

  it('decides as in virtual time, from the same observations', async () => {
    const clock: Clock = { now: 0 }
    const node = createNode({ index: 0, scenario: scenarioOf(), clock })
    const { perform } = realPerform({ clock, now: () => Date.now(), node })
    const runner = new Runner(perform)
    const loop = createControlLoop(node)
    const task = runner.start<unknown>(loop.run(), 0, undefined, ignore)
    runner.start<unknown>(bookings(node, 3000), 0, undefined, ignore)
    await vi.advanceTimersByTimeAsync(20_000)
    task.cancel()
    const simulated = inVirtualTime().loop
    const seen = ({ decisions }: typeof loop) =>
      decisions.slice(0, 190).map(({ observation, reward, action }) => ({ observation, reward, action }))
    expect(seen(loop)).toEqual(seen(simulated))
    expect(loop.count).toBeGreaterThan(190)
  })
})
