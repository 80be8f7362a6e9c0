import type { Random } from '#core/random.ts'
import type { Ms } from '#core/units.ts'
import type { Actions, Feature } from './action.ts'
import { averageActorCritic } from './average-actor-critic.ts'
import type { ControlState } from './control-state.ts'
import { discountedActorCritic } from './discounted-actor-critic.ts'
import { fixedSetting } from './fixed-setting.ts'
import { hillClimbing } from './hill-climbing.ts'
import { pid } from './pid.ts'
import { thompsonSampling } from './thompson-sampling.ts'
import { thresholdRule } from './threshold-rule.ts'
import { upperConfidenceBound } from './upper-confidence-bound.ts'

/** Sets something once a period, from what it observes and from how well the last period went. */
export interface Control {
  /**
   * Ends a period and begins the next: takes the reward of the period that ends (of the first call it counts for nothing) and what is
   * observed now, and tells what to do: the index of a choice, or a number in its range. A reward that is not finite teaches nothing.
   */
  decide(observation: ArrayLike<number>, reward: number, now: Ms): number
  /** What was decided last was not done: nothing is to be learned from the reward that comes next. */
  interrupt(): void
  /** What it has learned, as plain JSON. */
  save(): ControlState
  /** Goes on from a saved state. Errors: ConfigInvalid when it was saved by another policy, or for other features or actions. */
  load(state: unknown): void
  /** Surprise at the last reward (delta of temporal differences); 0 for controllers that expect nothing. */
  readonly surprise: number
  /** Probabilities of the choices, or mean and standard deviation of the number, where the controller acts by chance. */
  tendency?(observation: ArrayLike<number>): number[]
}

export interface ControlContext {
  readonly features: readonly Feature[]
  readonly actions: Actions
  readonly random: Random
}

/** The family's list; the only registration there is. */
export const controlPolicies = [
  fixedSetting,
  thresholdRule,
  averageActorCritic,
  discountedActorCritic,
  hillClimbing,
  upperConfidenceBound,
  thompsonSampling,
  pid,
]
