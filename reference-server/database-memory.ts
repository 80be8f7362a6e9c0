import { type DatabasePort, firstVersion, initialText, rowEntry } from './database.ts'

/** The database in the memory of one process: the embedded default where there is no PostgreSQL. */
export function memoryDatabase(): DatabasePort {
  const rows = new Map<string, { version: number; text: string }>()
  return {
    async load(key) {
      const row = rows.get(`${key.tenant}:${key.key}`)
      return rowEntry(key, row?.version ?? firstVersion, row?.text ?? initialText(key))
    },
    async store(input) {
      const name = `${input.tenant}:${input.key}`
      const version = (rows.get(name)?.version ?? firstVersion) + 1
      rows.set(name, { version, text: String(input.value) })
      return rowEntry(input, version, String(input.value))
    },
    close: async () => {},
  }
}
