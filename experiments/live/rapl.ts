/** Energy that the processors count themselves: running average power limit, where the machine shows it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Joules } from '#core/units.ts'

/** Counters of one moment: each package by its folder. */
export type RaplReading = ReadonlyMap<string, RaplCounter>

export interface RaplCounter {
  readonly microjoules: number
  /** The counter begins again after this. */
  readonly rangeMicrojoules: number
}

const powercap = '/sys/class/powercap'

/**
 * Counters of all processor packages; undefined where there is none or they may not be read (virtual machines, users other than root).
 * AMD processors appear under Intel's name, too. Parts of a package (core, uncore) are in its counter already, and are not read.
 *
 * Source  Linux, Documentation/power/powercap/powercap.rst: energy_uj, max_energy_range_uj; zones intel-rapl:N are packages
 */
export function readRapl(folder = powercap): RaplReading | undefined {
  const counters = new Map<string, RaplCounter>()
  for (const zone of zonesIn(folder)) {
    const name = textOf(join(folder, zone, 'name'))
    const microjoules = numberOf(join(folder, zone, 'energy_uj'))
    const rangeMicrojoules = numberOf(join(folder, zone, 'max_energy_range_uj'))
    if (name?.startsWith('package') !== true || microjoules === undefined || rangeMicrojoules === undefined)
      continue
    counters.set(zone, { microjoules, rangeMicrojoules })
  }
  return counters.size === 0 ? undefined : counters
}

/**
 * Energy between two readings. A counter that is less than before has begun again once: at 300 W the usual range of 262 kJ lasts a
 * quarter of an hour, and a live run is shorter.
 */
export function joulesBetween(from: RaplReading, to: RaplReading): Joules {
  let microjoules = 0
  for (const [zone, after] of to) {
    const before = from.get(zone)
    if (before === undefined) continue
    const gained = after.microjoules - before.microjoules
    microjoules += gained < 0 ? gained + after.rangeMicrojoules : gained
  }
  return microjoules / 1e6
}

function zonesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((zone) => /^intel-rapl:\d+$/.test(zone))
  } catch {
    return []
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}

function numberOf(path: string): number | undefined {
  const text = textOf(path)
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}
