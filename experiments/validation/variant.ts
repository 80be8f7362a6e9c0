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
 * The scenario as written, at half its load, and with the other way of keeping copies fresh. Costs are measured at the first only;
 * the order of the three by response time is what a simulation must get right to be of use.
 */
export function variantsOf(scenario: WebScenario): Variant[] {
  const { workload, cache, invalidation } = scenario
  const half = {
    ...scenario,
    workload: {
      ...workload,
      users: Math.max(1, Math.round(workload.users / 2)),
      ratePerSecond: workload.ratePerSecond / 2,
    },
  }
  const policy = invalidation.policy === 'version-check' ? 'pub-sub' : 'version-check'
  const other = { ...scenario, invalidation: { policy } }
  return [
    named('fit', scenario),
    named('holdout', half),
    ...(cache.isEnabled ? [named('holdout', other)] : []),
  ]
}

function named(role: Variant['role'], scenario: WebScenario): Variant {
  const { balance, schedule, cache, invalidation, workload } = scenario
  const policy = [balance.policy, schedule.policy, cache.eviction.policy, invalidation.policy].join(' ')
  const load = workload.arrivals === 'closed' ? `${workload.users} users` : `${workload.ratePerSecond} / s`
  return { policy, load, role, scenario }
}
