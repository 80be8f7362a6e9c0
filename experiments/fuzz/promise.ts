import type { Window } from '#core/scenario/fault-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { isStrongPage } from '#core/workload/request-source.ts'
import { longestMs } from '#sim/fault/node-clock.ts'
import type { Operation, Verdict } from '../consistency/history.ts'
import { linearizability } from '../consistency/linearizability.ts'
import { monotonicReads, readYourWrites } from '../consistency/session.ts'
import { boundedStaleness } from '../consistency/staleness.ts'

/** Something that the histories of a scenario must satisfy. */
export interface Claim {
  readonly name: string
  check(history: readonly Operation[]): Verdict
}

/** What is known of the world that a history comes from, beside its scenario. */
export interface Surroundings {
  /** Longest time that a message takes when nothing goes wrong. Half the longest round trip where the scenario says. */
  readonly messageMs?: Ms
  /** When the shared cache first gave no answer, for reasons that no fault of the scenario tells. */
  readonly unreachableAtMs?: Ms
}

/**
 * What the protocol of a scenario promises under the faults of the scenario.
 *
 * Always: a life of a node reads its writes and never goes back; nothing is older than the time to live of the shared cache, counted from
 * the commit of its successor, by the clock of the node that keeps it; where the expiry policy lets a copy be served past that, by as long
 * more. Until the shared cache first loses what it was given or cannot be
 * reached, more:
 *
 *   version-check    a read misses no write that was acknowledged before it began (but for loads it shares with others)
 *   pub-sub, write-through, client-tracking, lease without stale hold: it misses those of the last message delay only, if none is lost;
 *                    a node that stood still, or was not subscribed, is behind by as long
 *   hybrid           it misses those of the last audit only, even if messages are lost
 *   write-through    strong pages are linearizable, even if messages are lost
 *
 * Times of the history count from the beginning of the scenario.
 */
export function promised(
  scenario: WebScenario,
  { messageMs, unreachableAtMs = Number.POSITIVE_INFINITY }: Surroundings = {},
): Claim[] {
  const { redis, invalidation, faults, cache } = scenario
  const { policy } = invalidation
  const { lostRatio, lateRatio, lateMsMax } = faults.messages
  const delayMs = (messageMs ?? (redis.roundTrip.highMs ?? 0) / 2) + (lateRatio > 0 ? lateMsMax : 0)
  const byClocks = (ms: Ms) => longestMs(ms, faults.clockSkews)
  // A copy that came by message is kept from then on where clocks cannot be compared.
  const keptMs =
    byClocks(redis.ttlMs + servedStaleMs(cache)) +
    (faults.clockSkews.length > 0 ? delayMs + together(faults.pauses) : 0)
  const claims: Claim[] = [
    { name: 'read your writes', check: readYourWrites },
    { name: 'monotonic reads', check: monotonicReads },
    {
      name: 'staleness within the time to live',
      check: (history) => boundedStaleness(history, keptMs + longestRead(history), 'commit'),
    },
  ]
  const wholeMs = Math.min(
    unreachableAtMs,
    ...[...faults.partitions, ...faults.failOvers].map(({ atMs }) => atMs),
  )
  const whileWhole = (name: string, check: Claim['check']): void =>
    void claims.push({ name, check: (history) => check(before(history, wholeMs)) })
  const behind = (name: string, bound: (history: readonly Operation[]) => Ms): void =>
    whileWhole(name, (history) => boundedStaleness(history, bound(history)))
  const shared = (history: readonly Operation[]) => (cache.singleFlight ? longestRead(history) : 0)
  const isTold =
    ['pub-sub', 'write-through', 'client-tracking'].includes(policy) ||
    (policy === 'lease' && invalidation.staleHold === false)
  if (policy === 'version-check') behind('no acknowledged write is missed', shared)
  if (isTold && lostRatio === 0)
    behind(
      'staleness within a message delay',
      (history) => delayMs + together(faults.pauses) + together(faults.disconnects) + shared(history),
    )
  if (policy === 'hybrid')
    behind(
      'staleness within an audit',
      (history) => byClocks(Number(invalidation.audit)) + (messageMs ?? 0) + shared(history),
    )
  const keepsEverything = faults.memoryFull.length === 0 && redis.capacityBytes > 1e9
  if (policy === 'write-through' && keepsEverything)
    whileWhole('strong pages are linearizable', (history) =>
      linearizability(ofStrongPages(history, scenario)),
    )
  return claims
}

/** Windows may follow each other without a gap. */
const together = (windows: readonly Window[]): Ms => windows.reduce((ms, { forMs }) => ms + forMs, 0)

/** What had happened at a time: whatever comes later cannot have changed it. */
const before = (history: readonly Operation[], time: Ms): readonly Operation[] =>
  time === Number.POSITIVE_INFINITY
    ? history
    : history
        .filter(({ kind, start, end }) => (kind === 'read' ? end : start) < time)
        .map((operation) =>
          operation.end < time ? operation : { ...operation, end: Number.POSITIVE_INFINITY, status: 'info' },
        )

/** How long after its freshness a copy may be served (stale-while-revalidate, stale-if-error). */
const servedStaleMs = ({ expiry }: WebScenario['cache']): Ms => Number(expiry.staleFor ?? 0)

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
