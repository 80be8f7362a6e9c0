import { type Form, report, type Schema } from '../schema.ts'

export interface Described<T> {
  readonly default?: T
  readonly meaning?: string
}

export interface Shape {
  readonly unit: string
  readonly allowed: string
  readonly suffix: string
}

/** A schema of a single value: `parse` finds the value or says what is wrong with it. */
export function leaf<T>(
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

/** As `leaf`, for a value whose reading reports its own problems. */
export function schemaOf<T>(o: Described<T>, shape: Shape, read: Schema<T>['read']): Schema<T> {
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
