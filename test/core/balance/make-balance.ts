import { type Balance, type BalanceContext, balancePolicies } from '#core/balance/balance.ts'
import type { Clock } from '#core/flow/clock.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import type { PolicyChoice } from '#core/scenario.ts'

export interface Made {
  readonly balance: Balance
  readonly clock: Clock
  /** Nodes of so many requests, each finished before the next. */
  readonly picks: (count: number, key?: (request: number) => string) => number[]
}

/** A balance with a clock of its own and draws of a fixed seed. */
export function makeBalance(
  choice: PolicyChoice,
  nodes: number,
  given: Partial<BalanceContext> & { seed?: number } = {},
): Made {
  const clock: Clock = { now: 0 }
  const { seed = 1, ...context } = given
  const balance = createPolicy<BalanceContext, Balance>(balancePolicies, choice, {
    nodes,
    clock,
    random: stream(seed, 'balance'),
    ...context,
  })
  const picks = (count: number, key = (request: number) => `key${request}`) =>
    Array.from({ length: count }, (_, request) => {
      const node = balance.pick({ key: key(request), tenant: request, client: request })
      balance.finished(node, { ms: 1, isFailed: false })
      return node
    })
  return { balance, clock, picks }
}

/** How often each node is in a list of picks. */
export const tally = (picks: readonly number[], nodes: number): number[] =>
  Array.from({ length: nodes }, (_, node) => picks.filter((pick) => pick === node).length)

export const request = (key: string, tenant = 0, client?: number) => ({ key, tenant, client })
