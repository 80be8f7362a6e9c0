import { createPolicy } from '#core/policy.ts'
import type { Random } from '#core/random.ts'
import type { ControlConfig } from '#core/scenario/control-schema.ts'
import type { Ms, Ratio } from '#core/units.ts'
import type { Actions } from './action.ts'
import { type Control, type ControlContext, controlPolicies } from './control.ts'
import type { ControlState } from './control-state.ts'
import { type Detect, detectPolicies } from './detect.ts'
import { featuresOf } from './observed.ts'
import { type HybridReading, type SafeHybrid, type Switch, safeHybrid } from './safe-hybrid.ts'

/** The policy of a scenario's control loop, with the rules that stand behind it where it has a fall-back. */
export interface Controller {
  readonly actions: Actions
  decide(reading: HybridReading, now: Ms): number
  /** Share of the time so far in which the rules decided; 0 without a fall-back. */
  fallbackRatio(now: Ms): Ratio
  /** The latest changes between rules and learner. */
  readonly switches: readonly Switch[]
  save(): ControlState
}

/** What a controller may do, as the scenario says. */
export function actionsOf({ sets, low, high, presets }: ControlConfig): Actions {
  return sets === 'preset'
    ? { kind: 'choice', names: presets.map(({ name }) => name) }
    : { kind: 'number', name: sets, low, high }
}

/**
 * Creates the controller of one node.
 *
 * Parameters  random: of the policy alone; state: what it has learned before, or nothing
 * Errors      ConfigInvalid: the policy cannot do what the scenario asks, or the state is of another policy, feature set or action set
 */
export function createController(config: ControlConfig, random: Random, state?: unknown): Controller {
  const features = featuresOf(config.observes)
  const actions = actionsOf(config)
  const context: ControlContext = { features, actions, random }
  const learner = createPolicy<ControlContext, Control>(controlPolicies, config.policy, context)
  if (state !== undefined) learner.load(state)
  const hybrid = config.fallback.isEnabled ? leashed(config, learner, context) : undefined
  // A reward that is not finite teaches nothing.
  const reward = (given: number) => (config.learns ? given : Number.NaN)
  return {
    actions,
    decide: (reading, now) =>
      hybrid === undefined
        ? learner.decide(reading.observation, reward(reading.reward), now)
        : hybrid.decide({ ...reading, reward: reward(reading.reward) }, now),
    fallbackRatio: (now) => hybrid?.fallbackRatio(now) ?? 0,
    switches: hybrid?.switches ?? [],
    save: () => learner.save(),
  }
}

function leashed({ fallback }: ControlConfig, learner: Control, context: ControlContext): SafeHybrid {
  const { features, actions, random } = context
  const isAllowed = (action: number) =>
    actions.kind === 'choice'
      ? Number.isInteger(action) && action >= 0 && action < actions.names.length
      : action >= actions.low && action <= actions.high
  return safeHybrid(
    {
      rules: createPolicy<ControlContext, Control>(controlPolicies, fallback.rules, {
        features,
        actions,
        random,
      }),
      learner,
      detector: createPolicy<undefined, Detect>(detectPolicies, fallback.detector, undefined),
      features,
      isAllowed,
    },
    fallback,
  )
}
