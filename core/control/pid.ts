/**
 * Sets a number in proportion to how far a feature is from its target, how long it has been, and how fast it moves.
 *
 *   u = start + Kp e + integral of Ki e dt - Kd dy/dt,  e = target - y
 *
 * Source      Astrom, Hagglund, Advanced PID Control, 2006, sections 3.4 (derivative of the measured value, filtered) and 3.5 (anti-windup)
 * Parameters  feature, target, gains (time in seconds; negative where more of the number lowers the feature), filter of the derivative
 * State       the integral, the feature before and its filtered slope
 * Cost        O(1)
 * Deviates    anti-windup by conditional integration: at an end of the range the integral moves only back inside
 */
import { exp } from '#core/math/exp.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ms, number } from '#core/schema/number.ts'
import { rangeOf } from './action.ts'
import type { Control, ControlContext } from './control.ts'
import { loadState, savedState } from './control-state.ts'

const name = 'pid'

export const pid = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Astrom, Hagglund 2006', cost: 'O(1)' },
  {
    feature: count({ default: 0, meaning: 'index of the feature to keep at its target' }),
    target: number({ default: 0.7, meaning: 'what the feature shall be' }),
    proportional: number({ default: 1, meaning: 'Kp' }),
    integral: number({ default: 0.1, meaning: 'Ki, a second' }),
    derivative: number({ default: 0, meaning: 'Kd, seconds' }),
    filter: ms({ default: 1000, meaning: 'time constant of the filter of the derivative' }),
  },
  (parameters, { features, actions }) => {
    const { low, high } = rangeOf(actions, name)
    const start = (low + high) / 2
    const integral = new Float64Array(1)
    const parts = [{ name: 'integral', values: integral }]
    let before: { readonly value: number; readonly atMs: number } | undefined
    let slope = 0
    let last = start

    function interrupt(): void {
      before = undefined
      slope = 0
    }

    return {
      decide(observation, _, now) {
        const value = observation[parameters.feature] ?? Number.NaN
        if (!Number.isFinite(value)) return last
        const seconds = before === undefined ? 0 : (now - before.atMs) / 1000
        if (before !== undefined && seconds > 0) {
          const keep = exp((-seconds * 1000) / Math.max(parameters.filter, 1e-6))
          slope = keep * slope + (1 - keep) * ((value - before.value) / seconds)
        }
        before = { value, atMs: now }
        const error = parameters.target - value
        const rest = start + parameters.proportional * error - parameters.derivative * slope
        const step = parameters.integral * error * seconds
        const wanted = rest + integral[0]! + step
        const isWindingUp = (wanted > high && step > 0) || (wanted < low && step < 0)
        if (!isWindingUp) integral[0]! += step
        last = Math.max(low, Math.min(high, rest + integral[0]!))
        return last
      },
      interrupt,
      save: () => savedState({ policy: name, features, actions }, parts),
      load(state) {
        loadState({ policy: name, features, actions }, parts, state)
        interrupt()
      },
      surprise: 0,
    }
  },
)
