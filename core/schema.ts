/**
 * Schemas: what a configuration may contain, with unit, range, default and meaning of each parameter, in one place.
 *
 * A configuration has two forms. The base form is what code uses: numbers in base units under names with the unit as suffix
 * (`ttlMsMin: 300`). The written form is what people write: the unit stands in the value and not in the name (`ttlMin: 300 ms`).
 * One schema reads both; every problem is collected, none is thrown.
 */
import { nearestName } from '#core/nearest-name.ts'
import { type Parsed, parseQuantity, parseRatio, type QuantityKind, quantities } from '#core/quantity.ts'

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
export type Fields = Readonly<Record<string, Schema<unknown>>>
export type Infer<F extends Fields> = { readonly [K in keyof F]: Value<F[K]> }

interface Described<T> {
  readonly default?: T
  readonly meaning?: string
}
export interface Bounded extends Described<number> {
  readonly min?: number
  readonly max?: number
}

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

/** As `check`, for the fields of a record that has no name of its own, such as the parameters of a policy. */
export function checkFields<F extends Fields>(
  fields: F,
  raw: unknown,
  path = '',
  form: Form = 'base',
): { value: Infer<F>; problems: Problem[] } {
  return check(record(fields), raw, path, form)
}

/** One line for people: place, what is wrong, and what would be right. */
export function problemText(problem: Problem): string {
  return `${problem.path === '' ? 'scenario' : problem.path}: ${problem.message} (allowed: ${problem.allowed})`
}

/** One row a parameter, under its written name; records inside records become dotted names. */
export function describe(schema: Schema<unknown>): Parameter[] {
  return schema.rows('')
}

export const ms = (o: Bounded = {}) => quantity('time', 'Ms', o)
export const bytes = (o: Bounded = {}) => quantity('size', 'Bytes', o)
export const perSecond = (o: Bounded = {}) => quantity('rate', 'PerSecond', o)
export const bytesPerSecond = (o: Bounded = {}) => quantity('bandwidth', 'BytesPerSecond', o)
export const watts = (o: Bounded = {}) => quantity('power', 'Watts', o)
/** A share of a whole, 0..1 unless said, also written as a percentage. */
export const ratio = (o: Bounded = {}) =>
  numeric({ min: 0, max: 1, ...o }, 'ratio', '', (raw, form) =>
    form === 'written' ? parseRatio(raw) : plainNumber(raw),
  )
/** How many: a whole number from 0. */
export const count = (o: Bounded = {}) => numeric({ min: 0, ...o }, 'count', 'Count', wholeNumber)
/** A plain number whose unit, if any, stands in its name. */
export const number = (o: Bounded = {}) => numeric({ min: -Infinity, ...o }, '', '', plainNumber)

export function flag(o: Described<boolean> = {}): Schema<boolean> {
  return leaf(o, { unit: '', allowed: 'true or false', suffix: 'is' }, (raw) =>
    typeof raw === 'boolean' ? { value: raw } : { wrong: 'expected true or false' },
  )
}

export function text(o: Described<string> = {}): Schema<string> {
  return leaf(o, { unit: '', allowed: 'text', suffix: '' }, (raw) =>
    typeof raw === 'string' ? { value: raw } : { wrong: 'expected text' },
  )
}

export function choice<const T extends string>(o: Described<T> & { values: readonly T[] }): Schema<T> {
  return leaf(o, { unit: '', allowed: o.values.join(', '), suffix: '' }, (raw) => {
    const found = o.values.find((value) => value === raw)
    if (found !== undefined) return { value: found }
    return { wrong: `unknown choice '${String(raw)}'${suggestion(String(raw), o.values)}` }
  })
}

/** A list of values of one kind. */
export function listOf<T>(item: Schema<T>, o: Described<readonly T[]> = {}): Schema<readonly T[]> {
  return schemaOf(
    o,
    { unit: item.unit, allowed: `list of ${item.allowed}`, suffix: '' },
    (raw, path, reading) => {
      if (Array.isArray(raw)) return raw.map((value, index) => item.read(value, `${path}[${index}]`, reading))
      report(reading, {
        path,
        value: raw,
        unit: item.unit,
        allowed: `list of ${item.allowed}`,
        message: 'expected a list',
      })
      return []
    },
  )
}

/** A condition between fields that a record breaks: which field, what it may be, and what is wrong. */
export interface Breach<F extends Fields> {
  readonly field: keyof F & string
  readonly allowed: string
  readonly message: string
}

interface RecordOptions<F extends Fields> {
  readonly meaning?: string
  /** A required record is missed when absent; another is then made of its fields' defaults. */
  readonly presence?: 'required' | 'optional'
  /** Conditions between fields. A field that is wrong by itself is undefined here and must satisfy every condition. */
  readonly rule?: (value: Infer<F>) => Breach<F>[]
}

/** Named values. Keys that are not fields are problems. */
export function record<F extends Fields>(fields: F, o: RecordOptions<F> = {}): Schema<Infer<F>> {
  const read = (raw: unknown, path: string, reading: Reading) =>
    readRecord(raw, { fields, path, reading, rule: o.rule })
  return {
    unit: '',
    allowed: 'a mapping',
    default: undefined,
    meaning: o.meaning ?? '',
    suffix: '',
    read,
    absent: (path, reading) => {
      if (o.presence !== 'required') return read({}, path, reading)
      report(reading, { path, value: undefined, unit: '', allowed: 'a mapping', message: 'is missing' })
      return undefined
    },
    rows: (prefix) =>
      Object.entries(fields).flatMap(([name, field]) =>
        field.rows(join(prefix, nameIn('written', name, field))),
      ),
  }
}

interface RecordReading<F extends Fields> {
  readonly fields: F
  readonly path: string
  readonly reading: Reading
  readonly rule: RecordOptions<F>['rule']
}

function readRecord<F extends Fields>(raw: unknown, at: RecordReading<F>): Infer<F> {
  const { fields, path, reading } = at
  if (!isPlainObject(raw)) {
    report(reading, {
      path,
      value: raw,
      unit: '',
      allowed: 'a mapping',
      message: 'expected a mapping of names to values',
    })
    return {} as Infer<F>
  }
  const written: string[] = []
  const values: [string, unknown][] = []
  for (const [name, field] of Object.entries(fields)) {
    const key = nameIn(reading.form, name, field)
    written.push(key)
    values.push([name, readOrDefault(field, raw[key], join(path, key), reading)])
  }
  reportUnknown(raw, { path, names: written, reading })
  // Each value was read by the schema of its own field, so the whole has the inferred type.
  const value = Object.fromEntries(values) as Infer<F>
  if (at.rule === undefined) return value
  for (const { field, allowed, message } of at.rule(value)) {
    const key = nameIn(reading.form, field, fields[field]!)
    report(reading, {
      path: join(path, key),
      value: raw[key] ?? value[field],
      unit: fields[field]!.unit,
      allowed,
      message,
    })
  }
  return value
}

/** `capacityBytes` is written `capacity`, `ttlMsMin` is written `ttlMin`, `isEnabled` is written `enabled`. */
export function nameIn(form: Form, name: string, field: Schema<unknown>): string {
  if (form === 'base' || field.suffix === '') return name
  if (field.suffix !== 'is') return name.replace(field.suffix, '')
  return name.replace(/^is([A-Z])/, (_, first: string) => first.toLowerCase())
}

/** The sentence end that names a known name close to a mistyped one. */
export function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  return nearest === undefined ? '' : `, did you mean '${nearest}'?`
}

export function report(reading: Reading, problem: Problem): void {
  reading.problems.push(problem)
}

export const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`)

export const isPlainObject = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

function readOrDefault<T>(schema: Schema<T>, raw: unknown, path: string, reading: Reading): T | undefined {
  if (raw !== undefined && raw !== null) return schema.read(raw, path, reading)
  return schema.absent(path, reading)
}

function reportUnknown(
  raw: Record<string, unknown>,
  where: { path: string; names: readonly string[]; reading: Reading },
): void {
  for (const [key, value] of Object.entries(raw)) {
    if (where.names.includes(key)) continue
    const message = `unknown key '${key}'${suggestion(key, where.names)}`
    report(where.reading, {
      path: join(where.path, key),
      value,
      unit: '',
      allowed: where.names.join(', '),
      message,
    })
  }
}

function quantity(kind: QuantityKind, suffix: string, o: Bounded): Schema<number> {
  return numeric({ min: 0, ...o }, quantities[kind].unit, suffix, (raw, form) =>
    form === 'written' ? parseQuantity(raw, kind) : plainNumber(raw),
  )
}

type ParseNumber = (raw: unknown, form: Form) => Parsed

function numeric(o: Bounded, unit: string, suffix: string, parse: ParseNumber): Schema<number> {
  const { min = -Infinity, max = Infinity } = o
  const allowed = rangeText(min, max, unit)
  return leaf(o, { unit, allowed, suffix }, (raw, form) => {
    const parsed = parse(raw, form)
    if ('wrong' in parsed || (parsed.value >= min && parsed.value <= max)) return parsed
    return { wrong: `${String(raw)} is out of range` }
  })
}

function rangeText(min: number, max: number, unit: string): string {
  const ending = unit === '' || unit === 'ratio' || unit === 'count' ? '' : ` ${unit}`
  const kind = unit === 'count' ? 'whole number ' : ''
  if (min === -Infinity && max === Infinity) return 'any number'
  if (max === Infinity) return `${kind}at least ${min}${ending}`
  if (min === -Infinity) return `${kind}at most ${max}${ending}`
  return `${kind}${min} to ${max}${ending}`
}

function plainNumber(raw: unknown): Parsed {
  return typeof raw === 'number' && Number.isFinite(raw)
    ? { value: raw }
    : { wrong: 'expected a plain number' }
}

function wholeNumber(raw: unknown): Parsed {
  return Number.isSafeInteger(raw)
    ? { value: raw as number }
    : { wrong: 'expected a whole number without unit' }
}

interface Shape {
  readonly unit: string
  readonly allowed: string
  readonly suffix: string
}

/** A schema of a single value: `parse` finds the value or says what is wrong with it. */
function leaf<T>(
  o: Described<T>,
  shape: Shape,
  parse: (raw: unknown, form: Form) => { readonly value: T } | { readonly wrong: string },
): Schema<T> {
  return schemaOf(o, shape, (raw, path, reading) => {
    const parsed = parse(raw, reading.form)
    if ('value' in parsed) return parsed.value
    report(reading, { path, value: raw, unit: shape.unit, allowed: shape.allowed, message: parsed.wrong })
    // The caller sees the problem, not the value; undefined keeps rules between fields silent about it.
    return undefined as T
  })
}

function schemaOf<T>(o: Described<T>, shape: Shape, read: Schema<T>['read']): Schema<T> {
  const meaning = o.meaning ?? ''
  return {
    ...shape,
    default: o.default,
    meaning,
    read,
    absent: (path, reading) => {
      if (o.default === undefined)
        report(reading, {
          path,
          value: undefined,
          unit: shape.unit,
          allowed: shape.allowed,
          message: 'is missing',
        })
      return o.default
    },
    rows: (name) => [{ name, unit: shape.unit, range: shape.allowed, default: o.default, meaning }],
  }
}
