/**
 * The next choice up while a feature is high, the next one down while it is low: the rules an operator would write.
 *
 * Source      hysteresis as in Hellerstein, Diao, Parekh, Tilbury, Feedback Control of Computing Systems, 2004, chapter 1
 * Parameters  the feature; above and below which value; how long it must last
 * State       the choice, and since when the feature is out of its band
 * Cost        O(1)
 * Deviates    a feature that is not a number changes nothing
 */
import { policyFamily } from '#core/policy.ts'
import { count, ms, number } from '#core/schema/number.ts'
import { choicesOf } from './action.ts'
import type { Control, ControlContext } from './control.ts'
import { loadState, savedState } from './control-state.ts'

const name = 'threshold-rule'

export const thresholdRule = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Hellerstein et al. 2004', cost: 'O(1)' },
  {
    feature: count({ default: 0, meaning: 'index of the feature that decides' }),
    low: number({ default: 0.3, meaning: 'below this the next choice down' }),
    high: number({ default: 0.7, meaning: 'above this the next choice up' }),
    hold: ms({ default: 10_000, meaning: 'how long it must last' }),
    start: count({ default: 0, meaning: 'index of the first choice' }),
  },
  ({ feature, low, high, hold, start }, { features, actions }) => {
    const choices = choicesOf(actions, name)
    const chosen = Float64Array.of(Math.min(start, choices - 1))
    const parts = [{ name: 'chosen', values: chosen }]
    let direction = 0
    let sinceMs = 0
    return {
      decide(observation, _, now) {
        const value = observation[feature] ?? Number.NaN
        const wanted = value > high ? 1 : value < low ? -1 : 0
        if (wanted !== direction) {
          direction = wanted
          sinceMs = now
        }
        if (direction !== 0 && now - sinceMs >= hold) {
          chosen[0] = Math.max(0, Math.min(choices - 1, chosen[0]! + direction))
          sinceMs = now
        }
        return chosen[0]!
      },
      interrupt() {},
      save: () => savedState({ policy: name, features, actions }, parts),
      load: (state) => loadState({ policy: name, features, actions }, parts, state),
      surprise: 0,
    }
  },
)
