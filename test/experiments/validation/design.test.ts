import { describe, expect, it } from 'vitest'
import { designOf } from '#experiments/validation/design.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const scenario = smallScenario({ workload: { users: 40 }, nodes: { count: 2 } })
const o = { fitted: [0.25, 0.6, 1], closedRatePerSecond: 120 }

describe('the design of a validation', () => {
  it('quick: the scenario, half of it, from outside, and with another invalidation protocol', () => {
    const cells = designOf(scenario, 'quick', o)
    expect(cells.map(({ id, role }) => [id, role])).toEqual([
      ['as written', 'fit'],
      ['load 0.5', 'holdout'],
      ['open 0.8', 'holdout'],
      ['invalidation version-check', 'holdout'],
    ])
    expect(cells[2]!.scenario.workload).toMatchObject({ arrivals: 'open', ratePerSecond: 96 })
  })

  it('full: three schedules, three evictions at two capacities, three protocols, two balances, six loads, cold code', () => {
    const cells = designOf(scenario, 'full', o)
    const of = <T>(read: (cell: (typeof cells)[number]['scenario']) => T) =>
      new Set(cells.map((cell) => read(cell.scenario)))
    expect(of(({ schedule }) => schedule.policy).size).toBe(3)
    expect(of(({ cache }) => `${cache.eviction.policy} ${cache.l1CapacityCount}`).size).toBe(6)
    expect(of(({ invalidation }) => invalidation.policy).size).toBe(3)
    expect(of(({ balance }) => balance.policy).size).toBe(2)
    expect(
      of(({ workload }) => `${workload.arrivals} ${workload.users} ${workload.ratePerSecond}`).size,
    ).toBe(6)
    expect(of(({ nodes }) => nodes.coldCode.requestsBefore).size).toBe(2)
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length)
  })

  it('changes one thing in each cell', () => {
    for (const { id, scenario: changed } of designOf(scenario, 'full', o)) {
      const names = (Object.keys(changed) as (keyof typeof changed)[]).filter(
        (name) => JSON.stringify(changed[name]) !== JSON.stringify(scenario[name]),
      )
      expect(names.length, id).toBeLessThanOrEqual(1)
    }
  })
})
