import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { isStrongPage } from '#core/workload/request-source.ts'
import type { Operation, Verdict } from '../consistency/history.ts'
import { linearizability } from '../consistency/linearizability.ts'
import { monotonicReads, readYourWrites } from '../consistency/session.ts'
import { boundedStaleness } from '../consistency/staleness.ts'

/** Something that the histories of a scenario must satisfy. */
export interface Claim {
  readonly name: string
  check(history: readonly Operation[]): Verdict
}

/**
 * What the protocol of a scenario promises under the faults of the scenario.
 *
 * Always: a life of a node reads its writes and never goes back; nothing is older than the time to live of the shared cache, counted from
 * the commit of its successor. Where the shared cache keeps what it was given and can be reached, more:
 *
 *   version-check    a read misses no write that was acknowledged before it began (but for loads it shares with others)
 *   pub-sub, write-through, client-tracking, lease without stale hold: it misses those of the last message delay only, if none is lost
 *   hybrid           it misses those of the last audit only, even if messages are lost
 *   write-through    strong pages are linearizable, even if messages are lost
 */
export function promised(scenario: WebScenario): Claim[] {
  const { redis, invalidation, faults, cache } = scenario
  const { policy } = invalidation
  const claims: Claim[] = [
    { name: 'read your writes', check: readYourWrites },
    { name: 'monotonic reads', check: monotonicReads },
    {
      name: 'staleness within the time to live',
      check: (history) => boundedStaleness(history, redis.ttlMs + longestRead(history), 'start'),
    },
  ]
  if (faults.partitions.length + faults.failOvers.length > 0) return claims
  const behind = (name: string, bound: (history: readonly Operation[]) => Ms): void =>
    void claims.push({ name, check: (history) => boundedStaleness(history, bound(history)) })
  const shared = (history: readonly Operation[]) => (cache.singleFlight ? longestRead(history) : 0)
  const { lostRatio, lateRatio, lateMsMax } = faults.messages
  const messageMs = (redis.roundTrip.highMs ?? 0) / 2 + (lateRatio > 0 ? lateMsMax : 0)
  const isTold =
    ['pub-sub', 'write-through', 'client-tracking'].includes(policy) ||
    (policy === 'lease' && invalidation.staleHold === false)
  if (policy === 'version-check') behind('no acknowledged write is missed', shared)
  if (isTold && lostRatio === 0)
    behind('staleness within a message delay', (history) => messageMs + shared(history))
  if (policy === 'hybrid')
    behind('staleness within an audit', (history) => Number(invalidation.audit) + shared(history))
  const keepsEverything = faults.memoryFull.length === 0 && redis.capacityBytes > 1e9
  if (policy === 'write-through' && keepsEverything)
    claims.push({
      name: 'strong pages are linearizable',
      check: (history) => linearizability(ofStrongPages(history, scenario)),
    })
  return claims
}

/** A read may give what another loaded when it began: loads are shared, and fills take their time. */
const longestRead = (history: readonly Operation[]): Ms =>
  history.reduce(
    (longest, { kind, start, end }) => (kind === 'read' ? Math.max(longest, end - start) : longest),
    0,
  )

/** Every register begins with version 1. */
function ofStrongPages(history: readonly Operation[], { workload, render }: WebScenario): Operation[] {
  return history
    .filter(({ key }) =>
      isStrongPage(Math.floor(Number(String(key).split(':')[1]) / render.shardsMax), workload),
    )
    .map((operation) => (operation.value === 1 ? { ...operation, value: null } : operation))
}
