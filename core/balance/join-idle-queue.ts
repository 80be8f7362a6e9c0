import { Fifo } from '#core/collections/fifo.ts'
import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { Outstanding } from './outstanding.ts'

/**
 * Nodes that become idle join a queue; a request takes the first of it, and a node at random when it is empty.
 *
 * Source    Lu, Xie, Kliot, Geller, Larus, Greenberg, Performance Evaluation 68, 2011, JIQ-Random with one dispatcher
 * State     idle nodes in the order in which they became idle
 * Cost      O(1) amortised
 * Deviates  a node is idle when this gateway has nothing under way there; a node that is unhealthy at its turn leaves the queue
 */
export const joinIdleQueue = policyFamily<BalanceContext, Balance>('balance')(
  'join-idle-queue',
  { source: 'Lu et al., Performance Evaluation 68, 2011', cost: 'O(1)' },
  {},
  (_, context) => {
    const { nodes, random } = context
    const healthy = new HealthyNodes(context)
    const outstanding = new Outstanding(nodes)
    const idle = new Fifo<number>()
    const isQueued = new Uint8Array(nodes)
    function join(node: number): void {
      if (outstanding.of(node) > 0 || isQueued[node] === 1) return
      isQueued[node] = 1
      idle.push(node)
    }
    for (let node = 0; node < nodes; node++) join(node)

    function firstIdle(): number | undefined {
      for (let node = idle.shift(); node !== undefined; node = idle.shift()) {
        isQueued[node] = 0
        if (outstanding.of(node) === 0 && healthy.has(node)) return node
      }
      return undefined
    }

    return {
      pick() {
        const { list } = healthy
        return outstanding.begin(firstIdle() ?? list[Math.floor(random() * list.length)]!)
      },
      finished(node) {
        outstanding.end(node)
        join(node)
      },
      setHealthy(node, isHealthy) {
        healthy.set(node, isHealthy)
        for (let index = 0; index < nodes; index++) if (healthy.has(index)) join(index)
      },
    }
  },
)
