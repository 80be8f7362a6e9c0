import { expect, it } from 'vitest'
import type { Operation } from '#experiments/consistency/history.ts'
import { judged } from '#experiments/consistency/live-check.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const scenario = smallScenario({ invalidation: 'pub-sub', redis: { ttl: '4 s' } })
const write: Operation = {
  process: 0,
  key: '0:0',
  kind: 'write',
  value: 2,
  start: 0,
  committed: 3,
  end: 5,
  status: 'ok',
}
const read = (value: number, start: number): Operation => ({
  process: 1,
  key: '0:0',
  kind: 'read',
  value,
  start,
  end: start + 1,
  status: 'ok',
})
const times = { settledAtMs: 9_000, unreachableAtMs: Number.POSITIVE_INFINITY }

it('lets a message take its time on a loaded machine, and no more', () => {
  expect(judged(scenario, [write, read(1, 400)], times).holds).toBe(true)
  const { holds, checked } = judged(scenario, [write, read(1, 900)], times)
  expect(holds).toBe(false)
  expect(checked.filter((claim) => !claim.holds).map(({ claim }) => claim)).toEqual([
    'staleness within a message delay',
  ])
})

it('asks less once the shared cache gave no answer, and the newest version of all in the end', () => {
  const reachable = { ...times, unreachableAtMs: 100 }
  expect(judged(scenario, [write, read(1, 900)], reachable)).toMatchObject({ holds: true, whileReachable: 1 })
  expect(judged(scenario, [write, read(1, 9_001)], reachable).holds).toBe(false)
})
