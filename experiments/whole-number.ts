import { TandemError } from '#core/errors.ts'

/** Reads an option that must be a whole number in a range; undefined when it was not given. Errors: ConfigInvalid. */
export function wholeNumber(
  option: string,
  written: unknown,
  { min, max }: { min: number; max: number },
): number | undefined {
  if (written === undefined) return undefined
  const value = Number(written)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new TandemError(
    'ConfigInvalid',
    `${option}: must be a whole number; found "${written}", allowed ${min} to ${max}`,
  )
}
