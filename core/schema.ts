/**
 * Schemas: what a configuration may contain, with unit, range, default and meaning of each parameter, in one place.
 *
 * A configuration has two forms. The base form is what code uses: numbers in base units under names with the unit as suffix
 * (`ttlMsMin: 300`). The written form is what people write: the unit stands in the value and not in the name (`ttlMin: 300 ms`).
 * One schema reads both; every problem is collected, none is thrown.
 */
export interface Problem {
  /** Place inside the configuration, with dots, as it is written there. */
  readonly path: string
  readonly value: unknown
  readonly unit: string
  readonly allowed: string
  readonly message: string
}

export type Form = 'base' | 'written'

/** The part of a schema that is being read: where it stands, in which form, and what was found wrong so far. */
export interface Reading {
  readonly form: Form
  readonly problems: Problem[]
}

export interface Parameter {
  readonly name: string
  readonly unit: string
  readonly range: string
  readonly default: unknown
  readonly meaning: string
}

export interface Schema<T> {
  readonly unit: string
  readonly allowed: string
  readonly default: T | undefined
  readonly meaning: string
  /** The unit suffix that the base form adds to the written name, '' when there is none. */
  readonly suffix: string
  /** Reads a value that is present; after a problem the result is not to be used. */
  readonly read: (raw: unknown, path: string, reading: Reading) => T
  /** Value when nothing is written; undefined when it must be written. */
  readonly absent: (path: string, reading: Reading) => T | undefined
  readonly rows: (name: string) => Parameter[]
}

export type Value<S> = S extends Schema<infer T> ? T : never

/** Checks a configuration, fills in defaults and returns every problem; the value is whole only when there is none. */
export function check<T>(
  schema: Schema<T>,
  raw: unknown,
  path = '',
  form: Form = 'base',
): { value: T; problems: Problem[] } {
  const reading: Reading = { form, problems: [] }
  const value = readOrDefault(schema, raw, path, reading)
  return { value: value as T, problems: reading.problems }
}

/** One line for people: place, what is wrong, and what would be right. */
export function problemText(problem: Problem): string {
  return `${problem.path === '' ? 'scenario' : problem.path}: ${problem.message} (allowed: ${problem.allowed})`
}

/** One row a parameter, under its written name; records inside records become dotted names. */
export function describe(schema: Schema<unknown>): Parameter[] {
  return schema.rows('')
}

/** The value that is written, or the one that stands for nothing written. */
export function readOrDefault<T>(
  schema: Schema<T>,
  raw: unknown,
  path: string,
  reading: Reading,
): T | undefined {
  if (raw !== undefined && raw !== null) return schema.read(raw, path, reading)
  return schema.absent(path, reading)
}

export function report(reading: Reading, problem: Problem): void {
  reading.problems.push(problem)
}

/** The place of a name inside another place. */
export const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`)
