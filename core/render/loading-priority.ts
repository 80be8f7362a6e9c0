import type { Bytes, Ms } from '#core/units.ts'

export interface Component {
  /** w, how much users interact with it, 0..1. */
  readonly interactionWeight: number
  /** S, its size. */
  readonly sizeBytes: Bytes
  /** T_f, when it would first be painted. */
  readonly firstPaintMs: Ms
  /** D, how deep it depends on others; 0 = on none. */
  readonly depth: number
}

/** What one level of dependency counts, in the place of a time: the print adds a depth to a time. */
const depthMs = 10

/**
 * Equation 2, P_load = w S / (T_f + D): the higher, the earlier.
 *
 * Source    preprint, equation 2
 * Deviates  depth is counted in milliseconds and the denominator is at least 1 ms; size in KiB
 */
export const loadingPriority = ({ interactionWeight, sizeBytes, firstPaintMs, depth }: Component): number =>
  (interactionWeight * (sizeBytes / 1024)) / Math.max(1, firstPaintMs + depth * depthMs)

/**
 * Order in which the shards of a page are sent. The weight falls with the position on the page; depth is the
 * level in a binary tree of slots. Ties keep the order of the document.
 *
 * Shape  permutation of 0 .. shards - 1
 */
export function loadingOrder(shards: number, shardBytes: Bytes, perShardMs: Ms): readonly number[] {
  const priorities = Array.from({ length: shards }, (_, index) =>
    loadingPriority({
      interactionWeight: 1 / (1 + index),
      sizeBytes: shardBytes,
      firstPaintMs: (index + 1) * perShardMs,
      depth: 31 - Math.clz32(index + 1),
    }),
  )
  return priorities.map((_, index) => index).sort((a, b) => priorities[b]! - priorities[a]! || a - b)
}
