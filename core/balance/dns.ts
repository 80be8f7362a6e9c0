import { policyFamily } from '#core/policy.ts'
import { choice } from '#core/schema/choice.ts'
import { count, ms } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { crc32OfWord } from './crc32.ts'
import { HealthyNodes } from './healthy-nodes.ts'

/**
 * Names resolved to addresses: the server of names answers with each node in turn or at random, and a resolver keeps its answer for a time. All
 * clients of a resolver go to one node; a node that became unhealthy leaves the answers at once and the resolvers when their time is over.
 *
 * Source      RFC 1794 (1995), DNS support for load balancing; RFC 1035, section 3.2.1, TTL
 * Parameters  ttl; order of answers; resolvers, over which clients are spread by a hash of their number
 * State       what each resolver keeps and until when; it asked at a random time before the start
 * Cost        O(1), an answer O(nodes) when some are unhealthy
 * Deviates    a request without a client has its tenant's resolver; clients do not try the next address
 */
export const dns = policyFamily<BalanceContext, Balance>('balance')(
  'dns',
  { source: 'RFC 1794, 1995; RFC 1035', cost: 'O(1)' },
  {
    ttlMs: ms({ min: 1, default: 60_000, meaning: 'how long a resolver keeps an answer' }),
    order: choice({
      values: ['rotated', 'shuffled'],
      default: 'rotated',
      meaning: 'which node an answer has first: the next in turn, or any',
    }),
    resolvers: count({ min: 1, max: 1_000_000, default: 100, meaning: 'resolvers that the clients share' }),
  },
  ({ ttlMs, order, resolvers }, context) => {
    const { clock, random } = context
    const healthy = new HealthyNodes(context)
    let turn = Math.floor(random() * context.nodes)
    const answer = () => {
      const { list } = healthy
      return list[order === 'rotated' ? turn++ % list.length : Math.floor(random() * list.length)]!
    }
    const kept = Int32Array.from({ length: resolvers }, answer)
    const expiresAtMs = Float64Array.from({ length: resolvers }, () => clock.now + random() * ttlMs)
    return {
      pick(request) {
        const resolver = crc32OfWord(request?.client ?? request?.tenant ?? 0) % resolvers
        if (clock.now >= expiresAtMs[resolver]!) {
          kept[resolver] = answer()
          expiresAtMs[resolver] = clock.now + ttlMs
        }
        return kept[resolver]!
      },
      finished() {},
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)
