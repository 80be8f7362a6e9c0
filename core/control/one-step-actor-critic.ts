/**
 * The machinery that both one-step actor-critics share: they differ in how much the next period counts, in whether the average reward is
 * taken off, and in how traces fade.
 *
 *   delta = r - rbar + gamma v(s') - v(s);  rbar += alpha_r delta;  critic and actor learn delta times their steps along their traces
 *
 * Source  Sutton, Barto, Reinforcement Learning, 2nd ed. 2018, sections 13.5 and 13.6
 * State   weights and traces of both, and the average reward where there is one; ControlState holds all but the traces
 */
import { count, ratio } from '#core/schema/number.ts'
import type { Infer } from '#core/schema/record.ts'
import { createActor } from './actor.ts'
import type { Control, ControlContext } from './control.ts'
import { loadState, savedState } from './control-state.ts'
import { linearCritic } from './linear-critic.ts'
import { tileCoding } from './tile-coding.ts'

export interface ActorCriticRule {
  /** Of the policy, for its saved state. */
  readonly name: string
  /** Worth of the next period, 0..1. */
  readonly discount: number
  /** What is left of a trace after a period, 0..1. */
  readonly decay: number
  /** Step of the average reward; none: rewards are taken as they come. */
  readonly averageStep: number | undefined
}

/** Parameters of both, those of their steps and those of their traces and tilings. */
export const stepFields = {
  criticStep: ratio({ default: 0.1, meaning: 'step of the values, shared by the tilings' }),
  actorStep: ratio({ default: 0.01, meaning: 'step of the preferences, shared by the tilings' }),
}

export const traceFields = {
  lambda: ratio({
    max: 0.999,
    default: 0.8,
    meaning: 'how far back a reward is credited; 0 is one period',
  }),
  tilings: count({ min: 1, max: 64, default: 8, meaning: 'grids over what is observed' }),
  tiles: count({ min: 1, max: 256, default: 8, meaning: 'tiles a feature and grid' }),
}

export type ActorCriticParameters = Infer<typeof stepFields> &
  Pick<Infer<typeof traceFields>, 'tilings' | 'tiles'>

export function oneStepActorCritic(
  { name, discount, decay, averageStep }: ActorCriticRule,
  parameters: ActorCriticParameters,
  context: ControlContext,
): Control {
  const coding = tileCoding(context.features, parameters)
  const critic = linearCritic(coding.size)
  const actor = createActor(context, coding.size)
  const average = new Float64Array(1)
  const criticStep = parameters.criticStep / coding.tilings
  const actorStep = parameters.actorStep / coding.tilings
  const parts = [
    { name: 'critic', values: critic.weights },
    { name: 'actor', values: actor.weights },
    ...(averageStep === undefined ? [] : [{ name: 'average', values: average }]),
  ]
  let before = new Int32Array(coding.tilings)
  let active = new Int32Array(coding.tilings)
  let hasDecided = false
  let surprise = 0

  function learn(reward: number): void {
    surprise = reward - average[0]! + discount * critic.value(active) - critic.value(before)
    if (averageStep !== undefined) average[0]! += averageStep * surprise
    critic.learn(criticStep * surprise)
    actor.learn(actorStep * surprise)
  }

  function interrupt(): void {
    critic.forget()
    actor.forget()
    hasDecided = false
    surprise = 0
  }

  return {
    decide(observation, reward) {
      coding.active(observation, active)
      if (hasDecided && Number.isFinite(reward)) learn(reward)
      const action = actor.choose(active)
      critic.remember(active, decay)
      actor.remember(decay)
      hasDecided = true
      const swap = before
      before = active
      active = swap
      return action
    },
    interrupt,
    save: () => savedState({ policy: name, ...context }, parts),
    load(state) {
      loadState({ policy: name, ...context }, parts, state)
      interrupt()
    },
    get surprise() {
      return surprise
    },
    tendency(observation) {
      const tiles = new Int32Array(coding.tilings)
      coding.active(observation, tiles)
      return actor.tendency(tiles)
    },
  }
}
