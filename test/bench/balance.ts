import { type Balance, type BalanceContext, balancePolicies } from '#core/balance/balance.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { type Figure, measure } from './measure.ts'

/** Decisions of every balance at so many nodes, each with its end; about two requests a node are under way. Making the balance does not count. */
export function benchBalance(nodes: number, decisions: number, rounds: number): Figure[] {
  const requests = Array.from({ length: 4096 }, (_, id) => ({
    key: `/t/${id % 16}/p/${id}`,
    tenant: id % 16,
    client: id,
  }))
  const timed = balancePolicies.map(({ name }) => ({
    name: `${name}, ${nodes} nodes`,
    amount: decisions,
    run: () => {
      const clock = { now: 0 }
      const context = { nodes, clock, random: stream(1, 'bench.balance') }
      const balance = createPolicy<BalanceContext, Balance>(balancePolicies, { policy: name }, context)
      const open = new Int32Array(2 * nodes).fill(-1)
      let checksum = 0
      const startedMs = performance.now()
      for (let decision = 0; decision < decisions; decision++) {
        clock.now += 0.1
        const place = decision % open.length
        if (open[place]! >= 0) balance.finished(open[place]!, { ms: 5 + (decision & 7), isFailed: false })
        const node = balance.pick(requests[decision & 4095])
        open[place] = node
        checksum += node
      }
      return { seconds: (performance.now() - startedMs) / 1000, checksum }
    },
  }))
  return measure(timed, 'decisions/s', rounds)
}
