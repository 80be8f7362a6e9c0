/**
 * Caches on a node's machine, outside its process: a memcached-like one and a folder of files. Asked when the node has nothing, before the
 * shared cache; filled with what comes from there or from the origin. They outlive the node's process and know of no invalidation, so:
 *
 * Rules  A copy below the version that the node has heard of is not used (the same rule as for the shared cache).
 *        A copy from before the node began to listen (start, reconnection) may have missed its message: the shared cache's stamp confirms it.
 *        What the invalidation protocol checks before each use is checked here, too. Strong keys are not read from here at all.
 *        A copy ends with its own time to live, and never after the entry that it was made of.
 */

import type { Entry, EntryKey } from '#core/cache/entry.ts'
import type { Miss } from '#core/cache/node/load-fragment.ts'
import { orIfRemoteFails } from '#core/cache/node/remote-failure.ts'
import { type Flow, remoteVersion, tierGet, tierSet } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

/** In the order in which they are asked. */
export const lowerTiers = ['memcached', 'files'] as const
export type LowerTier = (typeof lowerTiers)[number]

export interface TierKey extends EntryKey {
  readonly tier: LowerTier
}

export interface TierCopy extends Entry {
  /** On the clock of the node that stored it. */
  readonly storedAtMs: Ms
}

export interface TierFill extends TierCopy {
  readonly tier: LowerTier
}

/** What the driver of a node has of them. Both may be of the same machine as other nodes', never of the same folder. */
export interface LowerTierPort<Reply = TierCopy | undefined> {
  get(key: TierKey): Reply
  /** Handed over; nobody waits for it. */
  set(fill: TierFill): void
}

export const enabledTiers = ({ lowerTiers: config }: WebScenario): readonly LowerTier[] =>
  lowerTiers.filter((tier) => config[tier].isEnabled)

/** Parameters: endsAfter, a copy that ends earlier is of no use. */
export function* readLower(node: AppNode, miss: Miss, endsAfter: Ms = 0): Flow<Entry | undefined> {
  const { counters, clock, tiers } = node
  const { key, timeline, isBackground = false } = miss
  for (const tier of node.lower) {
    const before = clock.now
    if (!isBackground) counters[`${tier}Lookups`]++
    const copy = yield* tierGet({ ...key, tier })
    const isUsable =
      copy !== undefined &&
      copy.expiresAt > Math.max(clock.now, endsAfter) &&
      copy.version >= tiers.floor(key) &&
      (yield* isConfirmed(node, copy))
    timeline.cacheMs += clock.now - before
    if (!isUsable) continue
    if (!isBackground) {
      counters[`${tier}Hits`]++
      counters[`${tier}HitBytes`] += copy.sizeBytes
    }
    return entryOf(copy)
  }
  return undefined
}

function* isConfirmed(node: AppNode, copy: TierCopy): Flow<boolean> {
  const { protocol, clock, scenario, counters } = node
  if (!scenario.redis.isEnabled) return true
  const isHeardOf = copy.storedAtMs >= node.listensSinceMs
  if (isHeardOf && protocol.use(copy, false, clock.now) === 'trust') return true
  counters.versionChecks++
  const stamp = yield* orIfRemoteFails(node, remoteVersion(copy)[Symbol.iterator](), copy.version)
  if (stamp > copy.version) {
    node.heard(copy, stamp)
    return false
  }
  protocol.agreed(copy, clock.now)
  return true
}

/** Fills the tiers that had nothing, unless the node has heard of a later version meanwhile. */
export function* fillLower(node: AppNode, entry: Entry): Flow<void> {
  const { clock, tiers, scenario } = node
  if (entry.version < tiers.floor(entry)) return
  for (const tier of node.lower) {
    const expiresAt = Math.min(entry.expiresAt, clock.now + scenario.lowerTiers[tier].ttlMs)
    yield* tierSet({ ...entry, expiresAt, storedAtMs: clock.now, tier })
  }
}

const entryOf = ({ tenant, key, version, sizeBytes, expiresAt, value }: TierCopy): Entry => ({
  tenant,
  key,
  version,
  sizeBytes,
  expiresAt,
  value,
})
