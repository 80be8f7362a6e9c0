import { report, type Schema } from '../schema.ts'
import { type Described, schemaOf } from './leaf.ts'

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
