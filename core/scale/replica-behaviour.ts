import type { Ms } from '#core/units.ts'

/** How fast replicas may change in one direction. */
export interface Direction {
  /** The most cautious recommendation of this long counts. */
  readonly windowMs: Ms
  /** Replicas that may be added or removed within a period, and the same as a share of those there were; either 0 takes no part. */
  readonly countMax: number
  readonly ratioMax: number
  readonly periodMs: Ms
}

interface Past {
  readonly atMs: Ms
  readonly replicas: number
}

export interface ReplicaBehaviour {
  /** What may be done now of what is recommended now. */
  limit(current: number, recommended: number, now: Ms): number
}

/**
 * Keeps recommendations from flapping, and replicas from changing too fast.
 *
 * Rising takes the lowest recommendation of its window, falling the highest. Then a change is cut to what is left of the larger of the
 * two allowances in its period.
 *
 * Source      Kubernetes, pkg/controller/podautoscaler/horizontal.go (stabilizeRecommendationWithBehaviors,
 *             calculateScaleUpLimitWithScalingRules, calculateScaleDownLimitWithBehaviors)
 * State       recommendations of the longer window, changes of the longer period
 * Cost        O(recommendations in the window)
 * Deviates    a recommendation exactly as old as the window still counts: in a cluster two syncs are never exactly a window apart
 */
export function replicaBehaviour({
  up,
  down,
}: {
  readonly up: Direction
  readonly down: Direction
}): ReplicaBehaviour {
  const recommendations: Past[] = []
  const added: Past[] = []
  const removed: Past[] = []

  function stabilised(current: number, recommended: number, now: Ms): number {
    forget(recommendations, now - Math.max(up.windowMs, down.windowMs))
    recommendations.push({ atMs: now, replicas: recommended })
    let lowest = recommended
    let highest = recommended
    for (const { atMs, replicas } of recommendations) {
      if (atMs >= now - up.windowMs) lowest = Math.min(lowest, replicas)
      if (atMs >= now - down.windowMs) highest = Math.max(highest, replicas)
    }
    return Math.min(highest, Math.max(lowest, current))
  }

  /** Replicas at the start of a period that ends now: today's without what the period changed. */
  function before(current: number, periodMs: Ms, now: Ms): number {
    return current - within(added, now - periodMs) + within(removed, now - periodMs)
  }

  return {
    limit(current, recommended, now) {
      const longestMs = Math.max(up.periodMs, down.periodMs)
      forget(added, now - longestMs)
      forget(removed, now - longestMs)
      const wanted = stabilised(current, recommended, now)
      const allowed = wanted > current ? risen(wanted) : wanted < current ? fallen(wanted) : current
      if (allowed > current) added.push({ atMs: now, replicas: allowed - current })
      if (allowed < current) removed.push({ atMs: now, replicas: current - allowed })
      return allowed

      function risen(desired: number): number {
        const start = before(current, up.periodMs, now)
        const byCount = up.countMax > 0 ? start + up.countMax : 0
        const byRatio = up.ratioMax > 0 ? Math.ceil(start * (1 + up.ratioMax)) : 0
        return Math.min(desired, Math.max(current, byCount, byRatio))
      }
      function fallen(desired: number): number {
        const start = before(current, down.periodMs, now)
        const byCount = down.countMax > 0 ? start - down.countMax : Infinity
        const byRatio = down.ratioMax > 0 ? Math.trunc(start * (1 - down.ratioMax)) : Infinity
        return Math.max(desired, Math.min(current, byCount, byRatio))
      }
    },
  }
}

/** Sum of the changes later than a moment. */
const within = (changes: readonly Past[], afterMs: Ms) =>
  changes.reduce((sum, { atMs, replicas }) => sum + (atMs > afterMs ? replicas : 0), 0)

function forget(list: Past[], beforeMs: Ms): void {
  let old = 0
  while (old < list.length && list[old]!.atMs < beforeMs) old++
  list.splice(0, old)
}
