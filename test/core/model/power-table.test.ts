import { describe, expect, it } from 'vitest'
import { powerTableNames, powerTables } from '#core/model/power-table.ts'

describe('measured power tables', () => {
  it('are all in the list of names', () => {
    const alphabetical = (a: string, b: string) => (a < b ? -1 : 1)
    expect([...powerTableNames].sort(alphabetical)).toEqual(Object.keys(powerTables).sort(alphabetical))
  })

  it('have 11 values that rise', () => {
    for (const name of powerTableNames) {
      const table = powerTables[name]
      expect(table.length).toBe(11)
      for (let i = 1; i <= 10; i++) expect(table[i]!).toBeGreaterThan(table[i - 1]!)
    }
  })
})
