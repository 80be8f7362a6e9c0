/**
 * Tries the neighbour of the best setting for a while and stays where the reward was higher.
 *
 * A number has neighbours a step away; the step halves when neither side is better, and starts again when it has become small.
 * Choices are neighbours in their order.
 *
 * Source      Hooke, Jeeves, Journal of the ACM 8, 1961 (pattern search in one dimension)
 * Parameters  window: periods a setting is tried; step: first and least, of the range; margin: how much better a neighbour must be
 * State       the best setting and its reward, direction, step
 * Cost        O(1)
 * Deviates    the best setting is measured again after each failed round, as the reward of a live system moves
 */
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema/number.ts'
import type { Control, ControlContext } from './control.ts'
import { loadState, savedState } from './control-state.ts'

const name = 'hill-climbing'

export const hillClimbing = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Hooke, Jeeves 1961', cost: 'O(1)' },
  {
    window: count({ min: 1, default: 5, meaning: 'periods that a setting is tried' }),
    step: ratio({
      min: 0.001,
      default: 0.2,
      meaning: 'first step, of the range; choices always step by one',
    }),
    stepMin: ratio({
      min: 0.0001,
      default: 0.01,
      meaning: 'least step; below it the first step comes again',
    }),
    margin: ratio({ default: 0.01, meaning: 'share of its reward by which a neighbour must be better' }),
  },
  ({ window, step: stepFirst, stepMin, margin }, { features, actions }) => {
    const [low, high] =
      actions.kind === 'choice' ? [0, actions.names.length - 1] : [actions.low, actions.high]
    const unit = actions.kind === 'choice' ? 1 : high - low
    // The best setting, the step in units, and the direction of the next try.
    const state = Float64Array.of(
      actions.kind === 'choice' ? Math.floor(high / 2) : (low + high) / 2,
      firstStep(),
      1,
    )
    const parts = [{ name: 'best, step, direction', values: state }]
    let bestReward: number | undefined
    let tried = state[0]!
    let failures = 0
    let rewards = 0
    let sum = 0

    function firstStep(): number {
      return actions.kind === 'choice' ? 1 : stepFirst
    }

    function judge(reward: number): void {
      if (tried === state[0]) {
        bestReward = reward
      } else if (bestReward !== undefined && reward > bestReward + margin * Math.abs(bestReward)) {
        state[0] = tried
        bestReward = reward
        failures = 0
      } else {
        state[2] = -state[2]!
        failures++
      }
      tried = failures === 2 ? again() : neighbour()
    }

    /** Neither side was better: halve the step and measure the best setting anew. */
    function again(): number {
      failures = 0
      if (actions.kind === 'number') state[1] = state[1]! / 2 < stepMin ? stepFirst : state[1]! / 2
      return state[0]!
    }

    function neighbour(): number {
      const next = Math.max(low, Math.min(high, state[0]! + state[2]! * state[1]! * unit))
      if (next !== state[0]) return next
      state[2] = -state[2]!
      return Math.max(low, Math.min(high, state[0]! + state[2]! * state[1]! * unit))
    }

    function interrupt(): void {
      rewards = -1
      sum = 0
    }
    interrupt()

    return {
      decide(_, reward) {
        // The first reward after an interruption belongs to something else.
        if (rewards >= 0 && Number.isFinite(reward)) sum += reward
        if (rewards < 0 || Number.isFinite(reward)) rewards++
        if (rewards >= window) {
          judge(sum / rewards)
          rewards = 0
          sum = 0
        }
        return tried
      },
      interrupt,
      save: () => savedState({ policy: name, features, actions }, parts),
      load(saved) {
        loadState({ policy: name, features, actions }, parts, saved)
        tried = state[0]!
        bestReward = undefined
        failures = 0
        interrupt()
      },
      surprise: 0,
    }
  },
)
