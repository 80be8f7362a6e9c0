import { TandemError } from '#core/errors.ts'

/** One number that a controller observes, and the range it was told to expect. */
export interface Feature {
  readonly name: string
  readonly low: number
  readonly high: number
}

/** What a controller may do: choose one of several settings, in their order, or set a number. */
export type Actions =
  | { readonly kind: 'choice'; readonly names: readonly string[] }
  | { readonly kind: 'number'; readonly name: string; readonly low: number; readonly high: number }

/** The number of choices. Errors: ConfigInvalid where a number is to be set, or nothing can be chosen. */
export function choicesOf(actions: Actions, policy: string): number {
  if (actions.kind === 'choice' && actions.names.length > 0) return actions.names.length
  const found = actions.kind === 'choice' ? 'no choices' : `the number ${actions.name}`
  throw new TandemError('ConfigInvalid', `control ${policy} chooses among settings, found ${found}`)
}

/** The range of the number. Errors: ConfigInvalid where a setting is to be chosen, or the range is empty. */
export function rangeOf(actions: Actions, policy: string): { readonly low: number; readonly high: number } {
  if (actions.kind === 'number' && actions.low < actions.high) return actions
  const found = actions.kind === 'number' ? `${actions.low} to ${actions.high}` : 'choices'
  throw new TandemError('ConfigInvalid', `control ${policy} sets a number in a range, found ${found}`)
}
