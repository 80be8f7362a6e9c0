import { describe, expect, it } from 'vitest'
import { createCosts, factorAt } from '#sim/costs.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const table = [
  { ratePerSecond: 10, factor: 1.5 },
  { ratePerSecond: 30, factor: 1 },
]

describe('costs of work', () => {
  it('are linear between the measured rates and constant outside', () => {
    expect([0, 10, 20, 30, 99].map((rate) => factorAt(table, rate))).toEqual([1.5, 1.5, 1.25, 1, 1])
  })

  it('are fixed and by size, and follow the rate of requests', () => {
    const scenario = smallScenario()
    const render = { fixedMs: 1, msPerKiB: 0.5, cv: 0, factors: [] }
    const alike = { gateway: 1, threads: 1, store: 1, database: 1, client: 1 }
    const costsAtRate = table.map(({ ratePerSecond, factor }) => ({ ratePerSecond, ...alike, nodes: factor }))
    let rate = 10
    const costs = createCosts(
      { ...scenario, costs: { ...scenario.costs, render }, costsAtRate },
      0,
      () => rate,
    )
    expect(costs({ stage: 'render', sizeBytes: 2048 })).toBe(3)
    rate = 30
    expect(costs({ stage: 'render', sizeBytes: 2048 })).toBe(2)
  })

  it('of each part follow the rate by factors of its own', () => {
    const scenario = smallScenario()
    const one = { fixedMs: 1, msPerKiB: 0, cv: 0, factors: [] }
    const parts = { gateway: 2, threads: 3, store: 4, database: 5, client: 6, nodes: 7 }
    const names = ['forward', 'threads', 'remote', 'query', 'clientAfter', 'replyRow'] as const
    const costs = createCosts(
      {
        ...scenario,
        costs: { ...scenario.costs, ...Object.fromEntries(names.map((name) => [name, one])) },
        costsAtRate: [{ ratePerSecond: 1, ...parts }],
      },
      0,
      () => 1,
    )
    expect(names.map((stage) => costs({ stage, sizeBytes: 0 }))).toEqual([2, 3, 4, 5, 6, 7])
  })

  it('are drawn from measured factors where there are any', () => {
    const scenario = smallScenario()
    const render = { fixedMs: 2, msPerKiB: 0, cv: 1, factors: [0.5, 1.5] }
    const costs = createCosts({ ...scenario, costs: { ...scenario.costs, render } }, 0, () => 0)
    const drawn = Array.from({ length: 400 }, () => costs({ stage: 'render', sizeBytes: 0 }))
    expect(new Set(drawn)).toEqual(new Set([1, 3]))
    expect(drawn.filter((one) => one === 1).length).toBeGreaterThan(140)
  })
})
