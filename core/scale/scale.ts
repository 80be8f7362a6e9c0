import type { Random } from '#core/random.ts'
import type { Ms, PerSecond } from '#core/units.ts'
import { fixedFleet } from './fixed-fleet.ts'
import { knative } from './knative.ts'
import { kubernetesHpa } from './kubernetes-hpa.ts'
import { predictive } from './predictive.ts'
import { queueBased } from './queue-based.ts'
import { scheduled } from './scheduled.ts'
import { stepScaling } from './step-scaling.ts'
import { targetTracking } from './target-tracking.ts'
import { vertical } from './vertical.ts'

/** What is known of one instance. */
export interface InstanceReading {
  /** It answers its readiness probe. */
  readonly isReady: boolean
  /** Processor time it used, in milliseconds a second (thousandths of a processor), whole; undefined when its metric is missing. */
  readonly cpuMsPerSecond: number | undefined
  /** Processor time it asked for, in the same unit. */
  readonly requestMsPerSecond: number
  /** Since it was started. */
  readonly ageMs: Ms
}

/** What is known of all instances at the end of a period. */
export interface FleetReading {
  /** Instances that were asked for last. */
  readonly replicas: number
  readonly instances: readonly InstanceReading[]
  /** Requests or messages that wait. */
  readonly backlog: number
  /** Requests under way, mean over the period. */
  readonly concurrency: number
  /** Requests that came, over the period. */
  readonly arrivalsPerSecond: PerSecond
}

/** How many instances there shall be, and how large each: processors, 1 unless the policy scales them. */
export interface FleetPlan {
  readonly replicas: number
  readonly processors: number
}

/** Decides once a period how many instances there shall be. Starting, stopping and waiting for them is the driver's. */
export interface Scale {
  /** At times that do not go back. Always within the bounds of the context. */
  decide(reading: FleetReading, now: Ms): FleetPlan
}

export interface ScaleContext {
  readonly replicasMin: number
  readonly replicasMax: number
  readonly random: Random
}

/** The family's list; the only registration there is. */
export const scalePolicies = [
  fixedFleet,
  kubernetesHpa,
  targetTracking,
  stepScaling,
  scheduled,
  predictive,
  queueBased,
  knative,
  vertical,
]
