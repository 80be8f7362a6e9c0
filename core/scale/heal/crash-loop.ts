import type { Ms } from '#core/units.ts'

export interface CrashLoop {
  started(now: Ms): void
  /** It ended: how long to wait before it may start again. */
  delayMs(now: Ms): Ms
}

/**
 * Waits longer before each restart: at once, then the first wait, doubled each time up to the longest; a long healthy run forgives all.
 *
 * Source  Kubernetes, pod lifecycle, restart policy; KEP-4603 (10 s doubling to 300 s, reset after 10 min)
 * Cost    O(1)
 */
export function crashLoop({
  firstMs,
  longestMs,
  healthyMs,
}: {
  readonly firstMs: Ms
  readonly longestMs: Ms
  readonly healthyMs: Ms
}): CrashLoop {
  let nextMs = 0
  let startedAtMs = Number.POSITIVE_INFINITY
  return {
    started(now) {
      startedAtMs = now
    },
    delayMs(now) {
      if (now - startedAtMs >= healthyMs) nextMs = 0
      const delayMs = nextMs
      nextMs = Math.min(longestMs, nextMs === 0 ? firstMs : 2 * nextMs)
      return delayMs
    },
  }
}
