import type { Invalidation } from '#core/cache/entry.ts'
import type { Tiers } from '#core/cache/node/tiers.ts'

/**
 * What a node does with an announced version: refresh when the message carries the new copy, drop otherwise. Messages may come twice,
 * late or out of order; a version below the one held changes nothing.
 *
 * Source  preprint section 3.2 (publish/subscribe invalidation with monotonic version ids). A message that overtakes
 *         the fill leaves a tombstone, so that the older fill is refused
 */
export function applyInvalidation(tiers: Tiers, invalidation: Invalidation): void {
  tiers.invalidate(invalidation, invalidation.version)
  if (invalidation.entry !== undefined) tiers.fillByWrite(invalidation.entry)
}
