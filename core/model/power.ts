import { invariant } from '#core/invariant.ts'
import { pow } from '#core/math/pow.ts'
import { type PowerTableName, powerTables } from '#core/model/power-table.ts'
import type { PowerConfig } from '#core/scenario.ts'
import type { Ratio, Watts } from '#core/units.ts'

/**
 * Power a machine draws at a utilisation: a curve between idle and busy, or a measured table.
 *
 * P(u) = idle + (busy - idle) (2u - u^h). The correction lies above the straight line: servers draw more than linear at mid load.
 *
 * Source: Fan, Weber, Barroso: Power provisioning for a warehouse-sized computer. ISCA 2007 (h = 1.4 there).
 * Parameters: u 0..1, clamped; h is `exponent`, 1 makes the curve a straight line.
 * Deviates: an idle machine draws its idle power, never 0 as in CloudSim's models, which take it as switched off.
 */
export function wattsAt(utilisation: Ratio, config: PowerConfig): Watts {
  const u = Math.min(1, Math.max(0, utilisation))
  if (config.model === 'table') return interpolated(u, tableOf(config.table))
  return config.idleWatts + (config.busyWatts - config.idleWatts) * (2 * u - pow(u, config.exponent))
}

/** The utilisation at which a table shows a power: the inverse of interpolation, clamped to 0..1. */
export function utilisationAt(watts: Watts, table: readonly Watts[]): Ratio {
  for (let i = 1; i < table.length; i++) {
    const low = table[i - 1]!
    const high = table[i]!
    if (watts <= high) return Math.max(0, (i - 1 + (watts - low) / (high - low)) / (table.length - 1))
  }
  return 1
}

function interpolated(u: Ratio, table: readonly Watts[]): Watts {
  const position = u * (table.length - 1)
  const below = Math.min(Math.floor(position), table.length - 2)
  return table[below]! + (table[below + 1]! - table[below]!) * (position - below)
}

function tableOf(name: string): readonly Watts[] {
  const table = powerTables[name as PowerTableName]
  invariant(table !== undefined, `a power table of core/model/power-table.ts, found '${name}'`)
  return table
}
