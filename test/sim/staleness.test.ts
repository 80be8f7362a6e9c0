import { expect, it } from 'vitest'
import { createNode } from '#core/flow/node.ts'
import { createDatabase } from '#sim/database.ts'
import { createStaleness } from '#sim/staleness.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

it('counts a read as stale from the commit of its successor on, and measures since when', () => {
  const scenario = smallScenario()
  const clock = { now: 0 }
  const database = createDatabase(scenario, 0)
  const staleness = createStaleness(database, clock)
  const node = createNode({ index: 0, scenario, clock })
  const key = { tenant: 1, key: 7 }
  const first = database.load(key)
  staleness.read(node, first, 0)
  clock.now = 100
  database.store({ ...key, value: 'a', sizeBytes: 1 })
  clock.now = 150
  database.store({ ...key, value: 'b', sizeBytes: 1 })
  clock.now = 180
  staleness.read(node, first, 170)
  staleness.read(node, database.load(key), 170)
  expect([staleness.reads, staleness.staleReads]).toEqual([3, 1])
  expect(staleness.ageMs.mean).toBeCloseTo(80, 0)
})

it('tells costs a read and a write since warm-up ended', () => {
  const scenario = smallScenario()
  const clock = { now: 0 }
  const database = createDatabase(scenario, 0)
  const staleness = createStaleness(database, clock)
  const node = createNode({ index: 0, scenario, clock })
  const row = database.load({ tenant: 1, key: 7 })
  staleness.read(node, row, 0)
  staleness.startCounting(10)
  for (let read = 0; read < 4; read++) staleness.read(node, row, 0)
  staleness.wrote(node, row)
  staleness.messages += 3
  expect(staleness.metrics(12)).toMatchObject({
    redisOperationsPerRead: { value: 0.5 },
    messagesPerWrite: { value: 3 },
    'staleAgeMs.max': { value: 0 },
  })
})
