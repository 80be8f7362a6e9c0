import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { joulesBetween, readRapl } from '#experiments/live/rapl.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-rapl-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A machine as Linux shows it. */
function machine(name: string, zones: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  for (const [zone, files] of Object.entries(zones)) {
    mkdirSync(join(folder, name, zone), { recursive: true })
    for (const [file, text] of Object.entries(files))
      writeFileSync(join(folder, name, zone, file), `${text}\n`)
  }
  return join(folder, name)
}

const zone = (name: string, energy: string, range = '262143328850') => ({
  name,
  energy_uj: energy,
  max_energy_range_uj: range,
})

describe('energy that processors count', () => {
  it('is read of each package once: parts of it, and the whole platform, are left out', () => {
    const reading = readRapl(
      machine('two', {
        'intel-rapl': { enabled: '1' },
        'intel-rapl:0': zone('package-0', '1000'),
        'intel-rapl:0:0': zone('core', '900'),
        'intel-rapl:1': zone('package-1', '2000'),
        'intel-rapl:2': zone('psys', '9000'),
        'intel-rapl-mmio:0': zone('package-0', '1000'),
      }),
    )
    expect([...reading!.keys()].sort()).toEqual(['intel-rapl:0', 'intel-rapl:1'])
  })

  it('is the sum of what the packages gained, in joules', () => {
    const from = new Map([
      ['a', { microjoules: 1e6, rangeMicrojoules: 1e9 }],
      ['b', { microjoules: 5e6, rangeMicrojoules: 1e9 }],
    ])
    const to = new Map([
      ['a', { microjoules: 4e6, rangeMicrojoules: 1e9 }],
      ['b', { microjoules: 5.5e6, rangeMicrojoules: 1e9 }],
    ])
    expect(joulesBetween(from, to)).toBeCloseTo(3.5, 12)
  })

  it('goes on when a counter begins again', () => {
    const at = (microjoules: number) => new Map([['a', { microjoules, rangeMicrojoules: 262143328850 }]])
    expect(joulesBetween(at(262143000000), at(671150))).toBeCloseTo(1, 6)
  })

  it('is unknown on a machine that shows none, or to a user who may not read it', () => {
    expect(readRapl(join(folder, 'nothing'))).toBeUndefined()
    const closed = { name: 'package-0', max_energy_range_uj: '100' }
    expect(readRapl(machine('closed', { 'intel-rapl:0': closed }))).toBeUndefined()
    expect(readRapl(machine('odd', { 'intel-rapl:0': zone('package-0', 'n/a') }))).toBeUndefined()
  })
})
