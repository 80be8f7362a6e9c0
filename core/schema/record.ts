import { suggestion } from '#core/nearest-name.ts'
import {
  check,
  type Form,
  join,
  type Problem,
  type Reading,
  readOrDefault,
  report,
  type Schema,
  type Value,
} from '../schema.ts'
import { isPlainObject } from './plain-object.ts'

export type Fields = Readonly<Record<string, Schema<unknown>>>
export type Infer<F extends Fields> = { readonly [K in keyof F]: Value<F[K]> }

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

/** As `check`, for the fields of a record that has no name of its own, such as the parameters of a policy. */
export function checkFields<F extends Fields>(
  fields: F,
  raw: unknown,
  path = '',
  form: Form = 'base',
): { value: Infer<F>; problems: Problem[] } {
  return check(record(fields), raw, path, form)
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
