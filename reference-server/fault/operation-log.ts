/**
 * What one node reads and writes, in a file that survives the death of its process: the material of a history. All nodes of a machine
 * share its monotonic clock.
 *
 * Shape  one JSON array a line
 *   ["life", at, node]                     a process begins
 *   ["read", at, key, version, askedAt]    a fragment goes into an answer
 *   ["asked", at, number, key]             a write is given to the database
 *   ["committed", at, number, version]     the database has it
 *   ["wrote", at, key, version]            it is acknowledged
 *   ["unreachable", at]                    the shared cache did not answer
 */
import { openSync, writeSync } from 'node:fs'
import type { EntryKey } from '#core/cache/entry.ts'
import type { NodeWatch } from '#core/flow/node.ts'
import type { Ms } from '#core/units.ts'
import type { DatabasePort } from '../database.ts'
import type { StorePort } from '../store.ts'

export interface OperationLog {
  readonly watch: NodeWatch
  /** The database, with its writes noted. */
  database(database: DatabasePort): DatabasePort
  /** The shared cache, with its failures noted. */
  store(store: StorePort): StorePort
}

/** Milliseconds since the machine started, the same for all its processes. */
export const machineNow = (): Ms => Number(process.hrtime.bigint()) / 1e6

/** Parameters: write, which must not return before the line is safe; now, by default the clock of the machine. */
export function operationLog(
  node: number,
  write: (line: string) => void,
  now: () => Ms = machineNow,
): OperationLog {
  const put = (kind: string, ...rest: readonly unknown[]) =>
    write(`${JSON.stringify([kind, now(), ...rest])}\n`)
  const nameOf = ({ tenant, key }: EntryKey) => `${tenant}:${key}`
  let asked = 0
  put('life', node)

  const noting =
    <A extends unknown[], R>(operate: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      try {
        return await operate(...given)
      } catch (error) {
        put('unreachable')
        throw error
      }
    }

  return {
    watch: {
      now,
      read: (_, entry, askedAtMs) => put('read', nameOf(entry), entry.version, askedAtMs),
      wrote: (_, entry) => put('wrote', nameOf(entry), entry.version),
    },
    database: (database) => ({
      ...database,
      async store(input) {
        const number = asked++
        put('asked', number, nameOf(input))
        const row = await database.store(input)
        put('committed', number, row.version)
        return row
      },
    }),
    store: (store) => ({
      ...store,
      get: noting(store.get),
      version: noting(store.version),
      set: noting(store.set),
      lease: noting(store.lease),
      publish: noting(store.publish),
    }),
  }
}

/** Lines at the end of a file, each handed to the system before anything else happens. */
export function appendingTo(path: string): (line: string) => void {
  const file = openSync(path, 'a')
  return (line) => void writeSync(file, line)
}
