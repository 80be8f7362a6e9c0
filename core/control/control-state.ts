import { TandemError } from '#core/errors.ts'
import { isPlainObject } from '#core/schema/plain-object.ts'
import type { Actions, Feature } from './action.ts'

/** What a controller has learned, as plain JSON: which policy, for which features and actions, and its numbers. */
export interface ControlState {
  readonly policy: string
  readonly features: readonly Feature[]
  readonly actions: Actions
  readonly parts: readonly { readonly name: string; readonly values: readonly number[] }[]
}

/** What a state is for: two states for equal designs can stand in for each other. */
export interface Design {
  readonly policy: string
  readonly features: readonly Feature[]
  readonly actions: Actions
}

/** Numbers to save, and to fill when they are loaded. */
export interface Part {
  readonly name: string
  readonly values: Float64Array
}

/** A copy of the parts that JSON can hold. */
export const savedState = ({ policy, features, actions }: Design, parts: readonly Part[]): ControlState => ({
  policy,
  features: features.map(({ name, low, high }) => ({ name, low, high })),
  actions,
  parts: parts.map(({ name, values }) => ({ name, values: Array.from(values) })),
})

/**
 * Fills the parts with a saved state; nothing is filled unless all of it fits.
 *
 * Errors  ConfigInvalid with everything that does not fit: another policy, other features or actions, another number of weights
 */
export function loadState(design: Design, parts: readonly Part[], raw: unknown): void {
  const problems = stateProblems(design, parts, raw)
  if (problems.length > 0)
    throw new TandemError('ConfigInvalid', `the saved state does not fit: ${problems.join('; ')}`)
  const state = raw as ControlState
  for (const [index, part] of parts.entries()) part.values.set(state.parts[index]!.values)
}

function stateProblems(design: Design, parts: readonly Part[], raw: unknown): string[] {
  if (!isPlainObject(raw)) return [`expected a mapping, found ${raw === null ? 'null' : typeof raw}`]
  const told = (what: 'policy' | 'features' | 'actions', text: (value: unknown) => string) =>
    sameJson(raw[what], design[what])
      ? []
      : [`${what}: saved for ${text(raw[what])}, this controller has ${text(design[what])}`]
  const wrong = [
    ...told('policy', String),
    ...told('features', featuresText),
    ...told('actions', (value) => JSON.stringify(value)),
  ]
  if (wrong.length > 0) return wrong
  return parts.flatMap((part, index) =>
    partProblems(part, Array.isArray(raw.parts) ? raw.parts[index] : undefined),
  )
}

function partProblems({ name, values }: Part, raw: unknown): string[] {
  if (!isPlainObject(raw) || raw.name !== name || !Array.isArray(raw.values)) return [`${name}: is missing`]
  if (raw.values.length !== values.length)
    return [`${name}: expected ${values.length} numbers, found ${raw.values.length} (other tilings?)`]
  return raw.values.every((value) => Number.isFinite(value)) ? [] : [`${name}: expected numbers only`]
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const featuresText = (raw: unknown): string =>
  Array.isArray(raw)
    ? `[${raw.map((one) => `${one?.name} ${one?.low}..${one?.high}`).join(', ')}]`
    : 'no list of features'
