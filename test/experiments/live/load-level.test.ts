import { expect, it } from 'vitest'
import { atLoad } from '#experiments/live/load-level.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

it('a part of the load has so many of the users and so much of the rate, at least one user', () => {
  const scenario = smallScenario({ workload: { users: 40, rate: '100 / s' } })
  expect(atLoad(scenario, 0.5).workload).toMatchObject({ users: 20, ratePerSecond: 50 })
  expect(atLoad(scenario, 0.001).workload.users).toBe(1)
  expect(atLoad(scenario, 1)).toEqual(scenario)
})

it('a curve of rates keeps its shape', () => {
  const rateCurve = { step: '1 s', ratesPerSecond: [0, 10] }
  const scenario = smallScenario({ workload: { users: 1, rateCurve } })
  expect(atLoad(scenario, 0.5).workload.rateCurve).toEqual({ stepMs: 1000, ratesPerSecond: [0, 5] })
})
