import type { Ms } from '#core/units.ts'
import { immediateRestart } from './heal/immediate-restart.ts'
import { kubernetesHealing } from './heal/kubernetes-healing.ts'

/** Finds instances that do not work and nodes that are gone, and says when to start again. Probing and starting is the driver's. */
export interface Heal {
  /** An instance begins to run, for the first time or again. */
  started(instance: number, now: Ms): void
  /** When the instance is to be asked next; infinite when never. */
  nextProbeMs(instance: number): Ms
  /** How long an answer may take before it counts as none. */
  readonly timeoutMs: Ms
  /** It answered, or did not within the time-out; `now` is when that was known. True when it must be restarted. */
  probed(instance: number, isAnswered: boolean, now: Ms): boolean
  /** Whether requests may be sent to it. */
  isReady(instance: number): boolean
  /** It ended, by itself or for a restart: when it may start again. */
  ended(instance: number, now: Ms): Ms
  /** Whether the instances of a node that was last heard of then are to be started elsewhere. */
  isLost(lastHeardMs: Ms, now: Ms): boolean
}

/** The family's list; the only registration there is. */
export const healPolicies = [kubernetesHealing, immediateRestart]
