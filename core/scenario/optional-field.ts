import type { Problem, Reading, Schema } from '#core/schema.ts'
import { report } from '#core/schema.ts'

/** A field that may be absent and is undefined then. */
export function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return { ...schema, default: undefined, absent: () => undefined }
}

/**
 * The same schema with a last step over what was read without a problem: it may complete the value or report what is wrong with
 * the whole of it.
 */
export function completed<T, U>(
  schema: Schema<T>,
  complete: (value: T, at: { path: string; reading: Reading; raw: unknown }) => U,
): Schema<U> {
  const finish = (path: string, reading: Reading, raw: unknown, read: () => T | undefined): U => {
    const before = reading.problems.length
    const value = read()
    // After a problem nobody uses the value.
    if (reading.problems.length > before || value === undefined) return undefined as U
    return complete(value, { path, reading, raw })
  }
  return {
    ...schema,
    default: undefined,
    read: (raw, path, reading) => finish(path, reading, raw, () => schema.read(raw, path, reading)),
    absent: (path, reading) => finish(path, reading, {}, () => schema.absent(path, reading)),
  }
}

/** Reports what is wrong with a value that was read. */
export function complain(
  reading: Reading,
  problem: Pick<Problem, 'path' | 'allowed' | 'message'> & { value?: unknown },
): void {
  report(reading, { unit: '', value: undefined, ...problem })
}
