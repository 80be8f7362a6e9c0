import { describe, expect, it } from 'vitest'
import { simulate } from '#sim/simulate.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const run = (admit: unknown) =>
  simulate(
    smallScenario({
      nodes: { count: 2, admit },
      gateway: { enabled: false, cacheableRatio: 0 },
      cache: { enabled: false, singleFlight: false },
      redis: { enabled: false },
      render: { shardsMin: 1, shardsMax: 1 },
      costs: { render: { fixed: '5 ms', msPerKiB: 0 } },
      workload: { arrivals: 'open', rate: '300 / s', pages: 40, writeRatio: 0 },
      database: { connections: 100 },
    }),
  )

describe('the admission of a node', () => {
  it('is none by default, and changes nothing', () => {
    expect(run('unlimited').metrics.errorRatio!.value).toBe(0)
    expect(run('unlimited').fingerprint).toBe(run({ policy: 'unlimited' }).fingerprint)
  })

  it('refuses what is above a limit of each node, and who is let in is served soon', () => {
    const { metrics } = run({ policy: 'token-bucket', rate: '60 / s', burst: 5 })
    expect(metrics.throughputPerSecond!.value).toBeLessThan(140)
    expect(metrics.errorRatio!.value).toBeGreaterThan(0.5)
    expect(metrics['responseMs.mean']!.value).toBeLessThan(
      0.6 * run('unlimited').metrics['responseMs.mean']!.value,
    )
  })

  it('knows what is under way: places are given back', () => {
    const { metrics } = run({ policy: 'priority-shedding', capacity: 8 })
    expect(metrics.errorRatio!.value).toBeGreaterThan(0.02)
    expect(metrics.throughputPerSecond!.value).toBeGreaterThan(200)
  })
})
