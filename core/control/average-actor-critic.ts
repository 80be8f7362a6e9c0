/**
 * One-step actor-critic with traces for the average reward: the right goal of a system that never ends.
 *
 *   delta = r - rbar + v(s') - v(s);  rbar += alpha_r delta
 *   z_w = lambda z_w + x(s);  w += alpha_w delta z_w;  z_theta = lambda z_theta + grad ln pi;  theta += alpha_theta delta z_theta
 *
 * Source      Sutton, Barto, Reinforcement Learning, 2nd ed. 2018, section 13.6, box "Actor-Critic with Eligibility Traces (continuing)"
 * Parameters  steps of critic, actor and average (the first two a tiling), lambda, tilings and tiles of the observation
 * State       weights and traces of both, the average reward; ControlState holds all but the traces
 * Cost        O(traces that are not 0): tilings · choices · ln(1e-9) / ln(lambda)
 * Deviates    one lambda for both traces
 */
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema.ts'
import { createActor } from './actor.ts'
import type { Control, ControlContext } from './control.ts'
import { loadState, savedState } from './control-state.ts'
import { linearCritic } from './linear-critic.ts'
import { tileCoding } from './tile-coding.ts'

const name = 'average-actor-critic'

export const averageActorCritic = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Sutton, Barto 2018, section 13.6', cost: 'O(tilings · choices)' },
  {
    criticStep: ratio({ default: 0.1, meaning: 'step of the values, shared by the tilings' }),
    actorStep: ratio({ default: 0.01, meaning: 'step of the preferences, shared by the tilings' }),
    averageStep: ratio({ default: 0.01, meaning: 'step of the average reward' }),
    lambda: ratio({
      max: 0.999,
      default: 0.8,
      meaning: 'how far back a reward is credited; 0 is one period',
    }),
    tilings: count({ min: 1, max: 64, default: 8, meaning: 'grids over what is observed' }),
    tiles: count({ min: 1, max: 256, default: 8, meaning: 'tiles a feature and grid' }),
  },
  (parameters, context) => {
    const { lambda } = parameters
    const coding = tileCoding(context.features, parameters)
    const critic = linearCritic(coding.size)
    const actor = createActor(context, coding.size)
    const average = new Float64Array(1)
    const criticStep = parameters.criticStep / coding.tilings
    const actorStep = parameters.actorStep / coding.tilings
    const parts = [
      { name: 'critic', values: critic.weights },
      { name: 'actor', values: actor.weights },
      { name: 'average', values: average },
    ]
    let before = new Int32Array(coding.tilings)
    let active = new Int32Array(coding.tilings)
    let hasDecided = false
    let surprise = 0

    function learn(reward: number): void {
      surprise = reward - average[0]! + critic.value(active) - critic.value(before)
      average[0]! += parameters.averageStep * surprise
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
        critic.remember(active, lambda)
        actor.remember(lambda)
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
  },
)
