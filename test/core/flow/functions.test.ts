import { describe, expect, it } from 'vitest'
import { createFunctions } from '#core/flow/functions.ts'
import { emptyTimeline, type PageRequest, type PageResponse } from '#core/flow/request.ts'
import { parked } from '#core/flow/runner.ts'
import type { Outcome, Task } from '#core/flow/task.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { handDriver } from './hand-driver.ts'

const request: PageRequest = { id: 0, kind: 'read', tenant: 0, page: 0, query: 0 }

/** Instances start in 100 ms and answer in 10 ms. */
function serverless(serverless: Record<string, unknown>, nodesMax = 2) {
  const seen: string[] = []
  const driver = handDriver({
    startNode({ node }, task: Task) {
      seen.push(`start ${node}`)
      task.abandon = driver.at(driver.clock.now + 100, () => task.resume())
      return parked
    },
    forward({ node }, task: Task) {
      seen.push(`forward ${node}`)
      task.abandon = driver.at(driver.clock.now + 10, () =>
        task.resume({
          status: 200,
          sizeBytes: 0,
          shards: 1,
          timeline: emptyTimeline(),
          servedBy: 'node',
        } satisfies PageResponse),
      )
      return parked
    },
  })
  const { nodes } = smallScenario({
    nodes: { count: 1, kind: 'serverless', scale: { nodesMax }, serverless },
  })
  const functions = createFunctions(nodes, driver.clock)
  const outcomes: Outcome<PageResponse>[] = []
  const call = () =>
    driver.runner.start(functions.call(request), -1, undefined, (end) => void outcomes.push(end))
  return { ...driver, functions, seen, call, outcomes }
}

describe('a serverless fleet', () => {
  it('starts an instance for a call that finds none warm, and uses it again while it is kept', () => {
    const { call, seen, functions, runUntilIdle, clock, at } = serverless({
      keepAlive: { policy: 'fixed-keep-alive', keep: '1 s' },
    })
    call()
    runUntilIdle()
    expect(clock.now).toBe(110)
    at(1000, () => call())
    runUntilIdle()
    at(2100, () => call())
    runUntilIdle()
    expect(seen).toEqual(['start 0', 'forward 0', 'forward 0', 'start 0', 'forward 0'])
    expect(functions.counters).toEqual({ calls: 3, cold: 2, refused: 0 })
    // 110 at work, 890 warm, 10 at work, 1000 warm and given up, 110 at work.
    expect(functions.nodeMs()).toBe(110 + 890 + 10 + 1000 + 110)
  })

  it('refuses a call when all instances are full', () => {
    const { call, outcomes, runUntilIdle, functions } = serverless({})
    call()
    call()
    call()
    runUntilIdle()
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'done', 'failed'])
    expect(functions.counters.refused).toBe(1)
  })

  it('lets several calls share an instance, which wait for it while it starts', () => {
    const { call, seen, clock, runUntilIdle } = serverless({ concurrency: 3 })
    call()
    call()
    call()
    runUntilIdle()
    expect(seen).toEqual(['start 0', 'forward 0', 'forward 0', 'forward 0'])
    expect(clock.now).toBe(110)
  })
})
