import { describe, expect, it } from 'vitest'
import { variantsOf } from '#experiments/validation/variant.ts'
import { smallScenario } from '../../reference-server/load/small-scenario.ts'

describe('variants of a validation', () => {
  it('are the scenario as written, half its load, and the other protocol of invalidation', () => {
    const scenario = smallScenario({ users: 9 })
    const [written, half, other] = variantsOf(scenario)
    expect(written!.scenario).toBe(scenario)
    expect(half!.scenario).toEqual({ ...scenario, workload: half!.scenario.workload })
    expect(half!.scenario.workload.users).toBe(5)
    expect(half!.scenario.workload.ratePerSecond).toBe(scenario.workload.ratePerSecond / 2)
    expect(other!.scenario.invalidation.policy).toBe('version-check')
    expect(scenario.invalidation.policy).toBe('pub-sub')
    expect(other!.scenario.workload).toBe(scenario.workload)
  })

  it('are told apart by policy and load; costs are measured at the first only', () => {
    const variants = variantsOf(smallScenario())
    expect(new Set(variants.map(({ policy, load }) => `${policy} ${load}`)).size).toBe(variants.length)
    expect(variants.map(({ role }) => role)).toEqual(['fit', 'holdout', 'holdout'])
    expect(variantsOf(smallScenario({ arrivals: 'open', ratePerSecond: 8 })).map(({ load }) => load)).toEqual(
      ['8 / s', '4 / s', '8 / s'],
    )
  })

  it('without a cache at the node have nothing to validate', () => {
    const scenario = smallScenario()
    expect(variantsOf({ ...scenario, cache: { ...scenario.cache, isEnabled: false } })).toHaveLength(2)
  })
})
