import { invariant } from '#core/invariant.ts'
import type { Ms } from '#core/units.ts'
import type { KeepAlive, Warmth } from './keep-alive.ts'

export interface Placed {
  readonly instance: number
  /** The instance must first be started. */
  readonly isCold: boolean
}

export interface InstancePool {
  /** Where a call runs; nothing when as many instances as may be are full. */
  call(now: Ms): Placed | undefined
  /** A call ended. */
  ended(instance: number, now: Ms): void
  /** Instances that run or are kept warm. */
  warmCount(now: Ms): number
  /** Time that instances were kept warm without work so far, of those that were called again or given up. */
  readonly idleMs: Ms
  /** The same of those that are kept now, or were last and have not been called again. */
  idleOpenMs(now: Ms): Ms
}

interface Instance {
  running: number
  idleSinceMs: Ms
  warmth: Warmth
}

/**
 * Instances of one function: a call goes to the one that was busy last and has room, else to a new one, which starts cold.
 *
 * Source      Wang, Li, Zhang, Ristenpart, Swift: Peeking behind the curtains of serverless platforms. ATC 2018 (placement and reuse)
 * Parameters  concurrency: calls that an instance runs at a time (1 Lambda, 80 Cloud Run); instancesMax
 * Cost        O(instances) a call
 * Deviates    a paused instance that is started again ahead of time (Warmth.fromMs) is warm from then on, at no cost of its own
 */
export function instancePool({
  concurrency,
  instancesMax,
  keepAlive,
}: {
  readonly concurrency: number
  readonly instancesMax: number
  readonly keepAlive: KeepAlive
}): InstancePool {
  const instances: Instance[] = []
  let running = 0
  let idleMs = 0
  let idleSinceMs: Ms | undefined

  const isGone = ({ running, idleSinceMs, warmth }: Instance, now: Ms) =>
    running === 0 && now - idleSinceMs > warmth.untilMs
  const isWarm = (instance: Instance, now: Ms) =>
    instance.running > 0 || (!isGone(instance, now) && now - instance.idleSinceMs >= instance.warmth.fromMs)

  /** The warm instance with room that was busy last: the others may then end. */
  function warmest(now: Ms): number {
    let best = -1
    for (let index = 0; index < instances.length; index++) {
      const one = instances[index]!
      if (one.running >= concurrency || !isWarm(one, now)) continue
      if (best < 0 || rank(one) > rank(instances[best]!)) best = index
    }
    return best
  }
  const rank = ({ running, idleSinceMs }: Instance) => (running > 0 ? Infinity : idleSinceMs)

  function take(index: number, now: Ms): void {
    const one = instances[index]!
    if (one.running === 0) idleMs += warmMs(one, now)
    one.running++
    running++
  }

  function warmMs({ idleSinceMs, warmth }: Instance, now: Ms): Ms {
    return Math.max(0, Math.min(now - idleSinceMs, warmth.untilMs) - warmth.fromMs)
  }

  return {
    call(now) {
      // Idle is a function with no call under way; its instances may be idle more often.
      if (idleSinceMs !== undefined) {
        keepAlive.called(now - idleSinceMs)
        idleSinceMs = undefined
      }
      const warm = warmest(now)
      if (warm >= 0) {
        take(warm, now)
        return { instance: warm, isCold: false }
      }
      const free = instances.findIndex((one) => one.running === 0 && !isWarm(one, now))
      const index = free >= 0 ? free : instances.length
      if (index >= instancesMax) return undefined
      if (free < 0) instances.push({ running: 0, idleSinceMs: now, warmth: { fromMs: 0, untilMs: 0 } })
      take(index, now)
      return { instance: index, isCold: true }
    },
    ended(index, now) {
      const one = instances[index]
      invariant(one !== undefined && one.running > 0, `an instance with calls under way, found ${index}`)
      one.running--
      running--
      if (running === 0) idleSinceMs = now
      if (one.running > 0) return
      one.idleSinceMs = now
      one.warmth = keepAlive.idle()
    },
    warmCount: (now) => instances.filter((one) => isWarm(one, now)).length,
    idleOpenMs: (now) => instances.reduce((sum, one) => (one.running > 0 ? sum : sum + warmMs(one, now)), 0),
    get idleMs() {
      return idleMs
    },
  }
}
