import { createController } from '#core/control/controller.ts'
import { type Observed, observedNames, observedStandard } from '#core/control/observed.ts'
import { type SafeHybridParameters, safeHybridParameters } from '#core/control/safe-hybrid.ts'
import { type SettingName, settingBounds, settingNames } from '#core/control/settings.ts'
import { TandemError } from '#core/errors.ts'
import { stream } from '#core/random.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import { alike, type ClassValues, classValues } from '#core/schedule/class-values.ts'
import { choice, flag, text } from '#core/schema/choice.ts'
import { listOf } from '#core/schema/list.ts'
import { count, ms, number } from '#core/schema/number.ts'
import { isPlainObject } from '#core/schema/plain-object.ts'
import { record } from '#core/schema/record.ts'
import { join, type Schema } from '#core/schema.ts'
import type { Ms } from '#core/units.ts'
import { complain, completed, optional } from './optional-field.ts'
import { policyOf } from './policy-schema.ts'

/** A named set of settings; what it leaves out is as the scenario says elsewhere. */
export type ControlPreset = { readonly name: string; readonly levels: ClassValues | undefined } & {
  readonly [K in SettingName]: number | undefined
}

/** The control loop of each node. */
export interface ControlConfig {
  readonly isEnabled: boolean
  readonly policy: PolicyChoice
  /** Off: it decides as it has learned and learns nothing more. */
  readonly learns: boolean
  readonly intervalMs: Ms
  /** Looks at the run queue and the processor in each interval. */
  readonly samples: number
  readonly observes: readonly Observed[]
  /** What a decision sets: one of the presets, or one setting as a number between low and high. */
  readonly sets: 'preset' | SettingName
  readonly low: number
  readonly high: number
  readonly presets: readonly ControlPreset[]
  readonly objectiveMs: Ms
  readonly responseCostMax: number
  readonly refusalCost: number
  readonly clientCost: number
  readonly fallback: SafeHybridParameters & {
    readonly isEnabled: boolean
    readonly rules: PolicyChoice
    readonly detector: PolicyChoice
  }
  /** What was learned before, one state a node. */
  readonly state: readonly unknown[] | undefined
}

const settingFields = Object.fromEntries(
  settingNames.map((name) => [name, optional(number(settingBounds[name]))]),
) as { readonly [K in SettingName]: Schema<number | undefined> }

const preset: Schema<ControlPreset> = record({
  name: text({ meaning: 'name of the preset' }),
  levels: optional(classValues({ min: 0, defaults: alike(0), meaning: 'level, the highest first' })),
  ...settingFields,
})

/** A list of saved states, or a file's name where files are read: the command puts what the file holds in its place. */
const states: Schema<readonly unknown[] | undefined> = {
  unit: '',
  allowed: 'a file that --train has written',
  default: undefined,
  meaning: 'what was learned before; a file, in relation to the scenario',
  suffix: '',
  read(raw, path, reading) {
    const found = isPlainObject(raw) ? raw.nodes : raw
    if (Array.isArray(found) && found.length > 0) return found
    complain(reading, {
      path,
      value: raw,
      allowed: 'a file that --train has written',
      message: 'is no saved state',
    })
    return undefined
  },
  absent: () => undefined,
  rows: (name) => [{ name, unit: '', range: 'a file', default: 'none', meaning: 'what was learned before' }],
}

const fields: Schema<ControlConfig> = record({
  isEnabled: flag({ default: false, meaning: 'a control loop on each node' }),
  policy: policyOf('control', 'average-actor-critic', 'who decides'),
  learns: flag({ default: true, meaning: 'whether it goes on learning' }),
  intervalMs: ms({ min: 10, max: 3_600_000, default: 5000, meaning: 'time between two decisions' }),
  samples: count({ min: 1, max: 1000, default: 10, meaning: 'looks at queue and processor in an interval' }),
  observes: listOf(
    record({
      feature: choice({ values: observedNames, meaning: 'what is observed' }),
      low: number({ default: 0, meaning: 'lower end of its range' }),
      high: optional(number({ meaning: 'upper end of its range' })),
    }),
    { default: observedStandard, meaning: 'what it observes, each with its range' },
  ),
  sets: choice({
    values: ['preset', ...settingNames],
    default: 'preset',
    meaning: 'what a decision sets: one of the presets, or this setting as a number',
  }),
  low: number({ default: 0, meaning: 'least value of the setting, when it is a number' }),
  high: number({ default: 1, meaning: 'largest value of the setting, when it is a number' }),
  presets: listOf(preset, { default: [], meaning: 'settings to choose among' }),
  objectiveMs: ms({
    min: 0.001,
    default: 500,
    meaning: 'mean response of a node that costs 1; a slower request is a miss',
  }),
  responseCostMax: number({ min: 0.01, default: 5, meaning: 'what the response costs at most' }),
  refusalCost: number({ min: 0, default: 5, meaning: 'what it costs to refuse everything' }),
  clientCost: number({
    min: 0,
    default: 0.5,
    meaning: 'what it costs to leave all rendering to the clients',
  }),
  fallback: record({
    isEnabled: flag({ default: true, meaning: 'rules stand behind the learner' }),
    rules: policyOf('control', 'fixed-setting', 'who decides while the learner is not trusted'),
    detector: policyOf('detect', 'page-hinkley', 'watches the logarithm of the mean response'),
    ...safeHybridParameters,
  }),
  state: states,
})

/** Off by default. What is on must fit together: the policy, what it sets, what it observes, what it has learned. */
export const control: Schema<ControlConfig> = completed(fields, (config, { path, reading }) => {
  if (!config.isEnabled) return config
  if (config.sets === 'preset' && config.presets.length === 0) {
    complain(reading, {
      path: join(path, 'presets'),
      allowed: 'one or more',
      message: 'nothing can be chosen',
    })
    return config
  }
  for (const problem of misfits(config))
    complain(reading, { path, allowed: 'what fits together', message: problem })
  return config
})

function misfits(config: ControlConfig): string[] {
  const found = new Set<string>()
  for (const state of config.state ?? [undefined]) {
    try {
      createController(config, stream(0, 'control'), state)
    } catch (error) {
      if (!(error instanceof TandemError)) throw error
      found.add(error.message)
    }
  }
  return [...found]
}
