import { describe, expect, it } from 'vitest'
import { type Flow, work } from '#core/flow/effect.ts'
import { taskClass } from '#core/schedule/task-class.ts'
import { simulate } from '#sim/simulate.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

function worldOf(nodes: Record<string, unknown>, schedule: unknown = 'fcfs') {
  return createWorld(
    smallScenario({
      nodes: { count: 1, ...nodes },
      schedule,
      costs: { render: { fixed: '0 ms', msPerKiB: 1, cv: 0 } },
    }),
  )
}

function* render(kib: number, isOnWorker = true): Flow<void> {
  yield* work({
    stage: 'render',
    sizeBytes: kib * 1024,
    taskClass: taskClass('render'),
    waitMs: 0,
    isOnWorker,
  })
}

function endsOf(world: ReturnType<typeof worldOf>, flows: readonly Flow<void>[]): number[] {
  const ends = flows.map(() => Number.NaN)
  for (const [index, flow] of flows.entries())
    world.runner.start(flow, 0, undefined, () => {
      ends[index] = world.clock.now
    })
  world.runUntil(Number.POSITIVE_INFINITY)
  return ends.map((at) => Math.round(at * 1e6) / 1e6)
}

describe('workers of a node', () => {
  it('work beside each other and beside the loop', () => {
    expect(endsOf(worldOf({ workers: 2 }), [render(4), render(4), render(4), render(3, false)])).toEqual([
      4, 4, 8, 3,
    ])
  })

  it('take what waits in the order of the schedule, each to its end', () => {
    const world = worldOf({ workers: 1 }, { policy: 'sjf', sizes: 'exact', quantum: '1 ms' })
    expect(endsOf(world, [render(5), render(4), render(2)])).toEqual([5, 11, 7])
    expect(world.machine).toMatchObject({ served: 3, inSystem: 0, busyMs: 11 })
    expect(world.machine.waitedMs).toBeCloseTo(5 + 7, 9)
    expect(world.machine.waitMsMax).toBeCloseTo(7, 9)
  })

  it('share the processors of their machine with the loop', () => {
    expect(endsOf(worldOf({ workers: 2, cores: 1 }), [render(2), render(2), render(2, false)])).toEqual([
      6, 6, 6,
    ])
  })

  it('pass over work whose task was cancelled while it waited', () => {
    const world = worldOf({ workers: 1 })
    const tasks = [3, 3, 3].map((kib) => world.runner.start(render(kib), 0, undefined, () => {}))
    tasks[1]!.cancel()
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(world.clock.now).toBeCloseTo(6, 9)
    expect(world.machine).toMatchObject({ served: 2, inSystem: 0 })
  })

  it('shorten the responses of pages whose rendering would block the loop', () => {
    const run = (workers: number) => {
      const scenario = smallScenario({
        nodes: { count: 1, workers },
        cache: { enabled: false },
        redis: { enabled: false },
        gateway: { enabled: false, cacheableRatio: 0 },
        workload: { arrivals: 'open', rate: '40 / s', pages: 40 },
        costs: { render: { fixed: '1.5 ms', msPerKiB: 0 } },
      })
      return simulate(scenario).metrics['responseMs.mean']!.value
    }
    expect(run(3)).toBeLessThan(0.8 * run(0))
  })
})
