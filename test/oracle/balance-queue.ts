import { type Balance, type BalanceContext, balancePolicies } from '#core/balance/balance.ts'
import { log } from '#core/math/log.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import { Calendar } from '#sim/calendar.ts'

export interface BalancedQueues {
  readonly balance: PolicyChoice
  readonly servers: number
  /** Offered load of each server. */
  readonly rho: number
  readonly jobs: number
  readonly seed?: number
}

/**
 * Mean response of Poisson arrivals to servers that are first come first served with exponential service of mean 1, each job sent by the
 * balance. The first tenth of the jobs does not count.
 */
export function meanResponse({ balance: choice, servers, rho, jobs, seed = 1 }: BalancedQueues): number {
  const balance = createPolicy<BalanceContext, Balance>(balancePolicies, choice, {
    nodes: servers,
    random: stream(seed, 'oracle.balance'),
    clock: { now: 0 },
  })
  const arrival = stream(seed, 'oracle.arrival')
  const service = stream(seed, 'oracle.service')
  const freeAt = new Float64Array(servers)
  const calendar = new Calendar()
  const warmUp = Math.floor(jobs / 10)
  let now = 0
  let sum = 0
  for (let job = 0; job < jobs; job++) {
    now -= log(arrival()) / (rho * servers)
    while (calendar.next(now)) balance.finished(calendar.subject as number)
    const node = balance.pick()
    const leavesAt = Math.max(freeAt[node]!, now) - log(service())
    freeAt[node] = leavesAt
    calendar.schedule(leavesAt, 1, node)
    if (job >= warmUp) sum += leavesAt - now
  }
  return sum / (jobs - warmUp)
}
