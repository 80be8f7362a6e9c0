/**
 * Always the same: what every controller has to beat.
 *
 * Source      baseline of Agarwal et al., NeurIPS 2021, section 2: a tuned constant
 * Parameters  the index of the choice, or the number
 * Cost        O(1)
 * Errors      ConfigInvalid where the setting is not among those allowed
 */
import { TandemError } from '#core/errors.ts'
import { policyFamily } from '#core/policy.ts'
import { number } from '#core/schema/number.ts'
import type { Control, ControlContext } from './control.ts'
import { loadState, savedState } from './control-state.ts'

const name = 'fixed-setting'

export const fixedSetting = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'a constant', cost: 'O(1)' },
  { setting: number({ default: 0, meaning: 'index of the choice, or the number' }) },
  ({ setting }, { features, actions }) => {
    const isAllowed =
      actions.kind === 'choice'
        ? Number.isInteger(setting) && setting >= 0 && setting < actions.names.length
        : setting >= actions.low && setting <= actions.high
    if (!isAllowed)
      throw new TandemError('ConfigInvalid', `control ${name}: setting ${setting} is not allowed`)
    return {
      decide: () => setting,
      interrupt() {},
      save: () => savedState({ policy: name, features, actions }, []),
      load: (state) => loadState({ policy: name, features, actions }, [], state),
      surprise: 0,
    }
  },
)
