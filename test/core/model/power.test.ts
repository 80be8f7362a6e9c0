import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utilisationAt, wattsAt } from '#core/model/power.ts'
import { type PowerTableName, powerTableNames, powerTables } from '#core/model/power-table.ts'
import type { PowerConfig } from '#core/scenario.ts'
import { parameter, readOracle } from '#test/oracle/read-oracle.ts'

const curve = (idleWatts: number, busyWatts: number, exponent: number): PowerConfig => ({
  model: 'idle-busy',
  idleWatts,
  nodeWatts: 0,
  busyWatts,
  exponent,
  table: '',
})
const measured = (table: string): PowerConfig => ({ ...curve(0, 0, 1), model: 'table', table })
const tables: Record<string, PowerTableName> = {
  'DellR740 (res2017q3 00780)': 'dell-r740',
  'IBM x3550 X5675': 'ibm-x3550-x5675',
  'HP ML110G5': 'hp-ml110-g5',
}

describe('power', () => {
  for (const row of readOracle('policies').filter(({ name }) => name === 'power.spec_table')) {
    it(`${row.parameters} draws ${row.expected} W`, () => {
      const [server, load] = row.parameters!.split(', ')
      const watts = wattsAt(parameter(load!, 'u'), measured(tables[server!]!))
      expect(watts).toBeCloseTo(Number(row.expected), 9)
    })
  }

  for (const row of readOracle('policies').filter(({ name }) => name === 'power.fan2007')) {
    it(`the curve of Fan et al. with ${row.parameters} gives ${row.expected} W`, () => {
      const at = (name: string) => parameter(row.parameters!, name)
      expect(wattsAt(at('u'), curve(at('idle'), at('busy'), at('h')))).toBeCloseTo(Number(row.expected), 6)
    })
  }

  it('188.3 W on a Dell R740 is a utilisation of 0.3732', () => {
    expect(utilisationAt(188.3, powerTables['dell-r740'])).toBeCloseTo(0.3732, 6)
    expect(utilisationAt(1, powerTables['dell-r740'])).toBe(0)
    expect(utilisationAt(1e4, powerTables['dell-r740'])).toBe(1)
  })

  it('energy is power summed over time: 60 s at 0.2 and 30 s at 0.8 take 16,200 J', () => {
    const linear = curve(100, 300, 1)
    expect(60 * wattsAt(0.2, linear) + 30 * wattsAt(0.8, linear)).toBeCloseTo(16_200, 9)
  })

  it('is idle power at rest, busy power at full load, and rises between', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1, max: 2, noNaN: true }),
        (a, b, exponent) => {
          const config = curve(112, 228, exponent)
          expect(wattsAt(0, config)).toBe(112)
          expect(wattsAt(1, config)).toBeCloseTo(228, 9)
          expect(wattsAt(Math.min(a, b), config)).toBeLessThanOrEqual(wattsAt(Math.max(a, b), config) + 1e-9)
        },
      ),
      { seed: 1 },
    )
  })

  it('gives back each value of each measured table', () => {
    for (const name of powerTableNames) {
      const table = powerTables[name]
      for (let i = 0; i <= 10; i++) expect(wattsAt(i / 10, measured(name))).toBeCloseTo(table[i]!, 9)
    }
  })

  it('clamps a utilisation outside 0..1 and refuses an unknown table', () => {
    expect(wattsAt(1.5, curve(100, 300, 1.4))).toBeCloseTo(300, 9)
    expect(wattsAt(-1, measured('dell-r740'))).toBe(52.3)
    expect(() => wattsAt(0.5, measured('abacus'))).toThrow("found 'abacus'")
  })
})
