import type { PolicyChoice, WebScenario } from '#core/scenario.ts'
import type { Ratio } from '#core/units.ts'
import { atLoad } from '../live/load-level.ts'

/** One cell of a validation: the scenario with something changed, to see whether the simulation follows. */
export interface Cell {
  /** Unique in its design. */
  readonly id: string
  readonly policy: string
  readonly load: string
  /** `fit`: costs were measured at this load with these policies. `holdout`: they were not. */
  readonly role: 'fit' | 'holdout'
  readonly scenario: WebScenario
}

export const designs = ['quick', 'full'] as const
export type DesignName = (typeof designs)[number]

/**
 * What is driven live and simulated.
 *
 *   quick   the scenario; half its load; the same load from outside, whoever waits (open); another invalidation protocol
 *   full    six loads, closed and open; nodes that have just started; one factor after the other: schedules, evictions at two capacities, invalidation protocols, balances
 *
 * Parameters  fitted, loads at which costs were measured, in relation to the scenario's; closedRatePerSecond, of the scenario's load
 */
export function designOf(
  scenario: WebScenario,
  name: DesignName,
  o: { readonly fitted: readonly Ratio[]; readonly closedRatePerSecond: number },
): Cell[] {
  const open = (ratio: Ratio): WebScenario => {
    const { workload } = scenario
    const isOpen = workload.arrivals === 'open'
    const ratePerSecond = ratio * (isOpen ? workload.ratePerSecond : o.closedRatePerSecond)
    return { ...scenario, workload: { ...workload, arrivals: 'open', ratePerSecond } }
  }
  const role = (ratio: Ratio): Cell['role'] => (o.fitted.includes(ratio) ? 'fit' : 'holdout')
  const loads =
    name === 'quick'
      ? [cellOf('load 0.5', role(0.5), atLoad(scenario, 0.5)), cellOf('open 0.8', 'holdout', open(0.8))]
      : [
          ...[0.3, 0.8, 1.8].map((ratio) => cellOf(`load ${ratio}`, role(ratio), atLoad(scenario, ratio))),
          ...[0.5, 1.4].map((ratio) => cellOf(`open ${ratio}`, 'holdout', open(ratio))),
          cellOf(coldStart, 'holdout', fromColdStart(scenario)),
        ]
  const policies = name === 'quick' ? otherInvalidation(scenario).slice(0, 1) : everyFactor(scenario)
  return [
    cellOf('as written', role(1), scenario),
    ...loads,
    ...policies.map((changed) => cellOf(changedFrom(scenario, changed), 'holdout', changed)),
  ]
}

export const coldStart = 'cold start'

/** Nodes answer their first requests, and that is measured nearly from the beginning. */
const fromColdStart = (scenario: WebScenario): WebScenario => ({
  ...scenario,
  nodes: { ...scenario.nodes, coldCode: { ...scenario.nodes.coldCode, requestsBefore: 0 } },
  warmUpMs: Math.min(1000, scenario.warmUpMs),
})

/** Policies that do without what a scenario must give them: any scenario can take them. */
const factors = {
  schedule: ['fcfs', 'sjf', 'adaptive'],
  eviction: ['lru', 's3-fifo', 'lfu'],
  invalidation: ['version-check', 'pub-sub', 'hybrid'],
  balance: ['least-outstanding', 'round-robin'],
} as const

const others = (names: readonly string[], { policy }: PolicyChoice): PolicyChoice[] =>
  names.filter((name) => name !== policy).map((name) => ({ policy: name }))

const otherInvalidation = (scenario: WebScenario): WebScenario[] =>
  scenario.cache.isEnabled
    ? others(factors.invalidation, scenario.invalidation).map((invalidation) => ({
        ...scenario,
        invalidation,
      }))
    : []

function everyFactor(scenario: WebScenario): WebScenario[] {
  const { cache } = scenario
  const small = {
    ...cache,
    l1CapacityCount: Math.max(1, Math.round(cache.l1CapacityCount / 4)),
    l2CapacityCount: Math.max(1, Math.round(cache.l2CapacityCount / 4)),
  }
  const evictions = others(factors.eviction, cache.eviction)
  const caches = [...evictions.map((eviction) => ({ ...cache, eviction })), small].concat(
    evictions.map((eviction) => ({ ...small, eviction })),
  )
  return [
    ...others(factors.schedule, scenario.schedule).map((schedule) => ({ ...scenario, schedule })),
    ...(cache.isEnabled ? caches.map((changed) => ({ ...scenario, cache: changed })) : []),
    ...otherInvalidation(scenario),
    ...(scenario.nodes.count > 1
      ? others(factors.balance, scenario.balance).map((balance) => ({ ...scenario, balance }))
      : []),
  ]
}

function changedFrom(base: WebScenario, changed: WebScenario): string {
  const names = [
    ['schedule', base.schedule, changed.schedule],
    ['eviction', base.cache.eviction, changed.cache.eviction],
    ['invalidation', base.invalidation, changed.invalidation],
    ['balance', base.balance, changed.balance],
  ] as const
  const policies = names.flatMap(([name, from, to]) =>
    from.policy === to.policy ? [] : [`${name} ${to.policy}`],
  )
  const isSmall = changed.cache.l1CapacityCount < base.cache.l1CapacityCount
  return [...policies, ...(isSmall ? ['a quarter of the cache'] : [])].join(', ')
}

function cellOf(id: string, role: Cell['role'], scenario: WebScenario): Cell {
  const { balance, schedule, cache, invalidation, workload } = scenario
  const size = `${cache.eviction.policy}:${cache.l1CapacityCount}`
  const policy = [balance.policy, schedule.policy, size, invalidation.policy].join(' ')
  const load =
    workload.arrivals === 'closed' ? `${workload.users} users` : `${Math.round(workload.ratePerSecond)} / s`
  return { id, policy, load, role, scenario }
}
