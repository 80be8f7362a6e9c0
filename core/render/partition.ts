import { invariant } from '#core/invariant.ts'
import type { RenderConfig } from '#core/scenario.ts'
import type { Bytes, Ratio } from '#core/units.ts'

/**
 * The async render tree partition. A page is a row of `shardsMax` render slots of equal size, the units that are rendered and cached.
 * A shard is a run of neighbouring slots that is assembled and sent as one piece. With the load the shards become more and smaller:
 * no piece may hold the event loop long when others wait.
 *
 * Source      preprint section 3.1: 7 to 12 shards, at most 16 KB each; its Table 1 (P95/mean falls with load) asks for a number that grows
 * Parameters  utilisation of the node, 0..1; pageBytes
 * Cost        O(1); the ranges of a count are computed once
 * Deviates    the print gives neither the slot nor the rule by which the number follows the load: here linear
 *             in utilisation between `shardsMinAtUtilisation` and `shardsMaxAtUtilisation`
 */
export function shardCount(config: RenderConfig, pageBytes: Bytes, utilisation: Ratio): number {
  const { shardsMin, shardsMax, partition, shardsMinAtUtilisation: from, shardsMaxAtUtilisation: to } = config
  const growth = Math.min(1, Math.max(0, (utilisation - from) / (to - from)))
  const wanted = partition === 'fixed' ? shardsMin : Math.round(shardsMin + (shardsMax - shardsMin) * growth)
  let shards = wanted
  while (shards < shardsMax && largestShardBytes(config, pageBytes, shards) > config.shardBytesMax) shards++
  return shards
}

/** Size of one render slot, never above the cap. */
export const slotBytes = ({ shardsMax, shardBytesMax }: RenderConfig, pageBytes: Bytes): Bytes =>
  Math.min(Math.ceil(pageBytes / shardsMax), shardBytesMax)

function largestShardBytes(config: RenderConfig, pageBytes: Bytes, shards: number): Bytes {
  return Math.ceil(config.shardsMax / shards) * slotBytes(config, pageBytes)
}

/** First slot of each shard, and the number of slots as last element. Neighbouring shards differ by at most one slot. */
export function shardStarts(slots: number, shards: number): readonly number[] {
  if (!(shards >= 1 && shards <= slots)) invariant(false, `1 to ${slots} shards, got ${shards}`)
  return Array.from({ length: shards + 1 }, (_, index) => Math.floor((index * slots) / shards))
}
