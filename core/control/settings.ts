import { taskClasses } from '#core/schedule/task-class.ts'
import type { Ratio } from '#core/units.ts'

/**
 * What may change of a node while it runs: one small object that its schedule, its admission and its SSR/CSR switch read at each decision,
 * and that a control loop writes. Without a loop it stays as the scenario says.
 *
 * Source  preprint section 3.3 ("dynamically reconfigures task weight coefficients and priority thresholds")
 */
export interface Settings {
  /** Weights of the schedules `adaptive` (eq. 4, ageing) and `collaborative` (eq. 6, ageing); others do not read them. */
  alpha: number
  beta: number
  gamma: number
  theta1: number
  theta2: number
  theta3: number
  ageing: number
  /** Level of each class of tasks, for the schedule `priority`. */
  readonly levels: Float64Array
  /** A node refuses reads while so many tasks wait for its loop. */
  queueMax: number
  /** Utilisation above which the client renders; 1 is never. */
  csrAboveUtilisation: Ratio
}

export type SettingName = Exclude<keyof Settings, 'levels'>

/** Every setting that is one number, with its bounds and what it is. */
export const settingBounds: {
  readonly [K in SettingName]: { readonly min: number; readonly max: number; readonly meaning: string }
} = {
  alpha: { min: 0, max: 1000, meaning: 'weight of input and output in eq. 4' },
  beta: { min: 0, max: 1000, meaning: 'weight of processor demand in eq. 4' },
  gamma: { min: 0, max: 1000, meaning: 'weight of the waiting time in eq. 4' },
  theta1: { min: 0, max: 1000, meaning: 'weight of the front channel in eq. 6' },
  theta2: { min: 0, max: 1000, meaning: 'weight of the back channel in eq. 6' },
  theta3: { min: 0, max: 1000, meaning: 'weight of the cache penetration in eq. 6' },
  ageing: { min: 0, max: 1000, meaning: 'what waiting adds to the rank' },
  queueMax: { min: 0, max: 1e9, meaning: 'tasks that wait for the loop before reads are refused' },
  csrAboveUtilisation: { min: 0, max: 1, meaning: 'utilisation above which the client renders' },
}

export const settingNames = [
  'alpha',
  'beta',
  'gamma',
  'theta1',
  'theta2',
  'theta3',
  'ageing',
  'queueMax',
  'csrAboveUtilisation',
] as const satisfies readonly SettingName[]

/** Nothing is refused and no weight is set: the schedule writes its own with `adopt`. */
export const createSettings = (csrAboveUtilisation: Ratio = 1): Settings => ({
  alpha: 0,
  beta: 0,
  gamma: 0,
  theta1: 0,
  theta2: 0,
  theta3: 0,
  ageing: 0,
  levels: new Float64Array(taskClasses.length),
  queueMax: Number.POSITIVE_INFINITY,
  csrAboveUtilisation,
})

/** A schedule's weights become those of the node, which may change them; what comes back is what the schedule is to read. */
export function adopt<K extends SettingName>(
  settings: Settings | undefined,
  weights: Readonly<Pick<Settings, K>>,
  names: readonly K[],
): Readonly<Pick<Settings, K>> {
  if (settings === undefined) return weights
  for (const name of names) settings[name] = weights[name]
  return settings
}

/** The same for the levels of the classes. */
export function adoptLevels(settings: Settings | undefined, levels: readonly number[]): ArrayLike<number> {
  if (settings === undefined) return levels
  settings.levels.set(levels)
  return settings.levels
}

/** Some settings, each within its bounds. */
export type Preset = { readonly [K in SettingName]?: number | undefined } & {
  /** Level of each class, in the order of the classes. */
  readonly levels?: readonly number[] | undefined
}

/** A copy, to come back to. */
export const settingsNow = (settings: Settings): Settings => ({
  ...settings,
  levels: settings.levels.slice(),
})

/**
 * Sets all settings: those the preset names to its values, the others to the configured ones.
 *
 * Cost  O(settings)
 */
export function applyPreset(settings: Settings, configured: Settings, preset: Preset): void {
  for (const name of settingNames) settings[name] = withinBounds(name, preset[name] ?? configured[name])
  settings.levels.set(preset.levels ?? configured.levels)
}

/** Infinity passes as a queue without a limit; what is not a number is the least that is allowed. */
function withinBounds(name: SettingName, value: number): number {
  const { min, max } = settingBounds[name]
  if (name === 'queueMax' && value === Number.POSITIVE_INFINITY) return value
  return value > min ? Math.min(max, value) : min
}
