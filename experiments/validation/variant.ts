import type { WebScenario } from '#core/scenario.ts'

/** One cell of a validation: the scenario with something changed, to see whether the simulation follows. */
export interface Variant {
  readonly policy: string
  readonly load: string
  /** `fit`: the costs were measured here. `holdout`: they were not. */
  readonly role: 'fit' | 'holdout'
  readonly scenario: WebScenario
}

/**
 * The scenario as written, at half its load, and with the other way of validating local copies. Costs are measured at the first only;
 * the order of the three by response time is what a simulation must get right to be of use.
 */
export function variantsOf(scenario: WebScenario): Variant[] {
  const { workload, cache } = scenario
  const half = {
    ...scenario,
    workload: {
      ...workload,
      users: Math.max(1, Math.round(workload.users / 2)),
      ratePerSecond: workload.ratePerSecond / 2,
    },
  }
  const validation = cache.validation === 'check' ? ('trust' as const) : ('check' as const)
  const other = { ...scenario, cache: { ...cache, validation } }
  return [
    named('fit', scenario),
    named('holdout', half),
    ...(cache.isEnabled ? [named('holdout', other)] : []),
  ]
}

function named(role: Variant['role'], scenario: WebScenario): Variant {
  const { balance, schedule, cache, workload } = scenario
  const policy = [balance.policy, schedule.policy, cache.eviction.policy, cache.validation].join(' ')
  const load = workload.arrivals === 'closed' ? `${workload.users} users` : `${workload.ratePerSecond} / s`
  return { policy, load, role, scenario }
}
