import { powerTableNames } from '#core/model/power-table.ts'
import { choice } from '#core/schema/choice.ts'
import { number, watts } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'

/** What the machines of the nodes draw: a model of their utilisation. */
export const power = record(
  {
    model: choice({
      values: ['idle-busy', 'table'],
      default: 'idle-busy',
      meaning: 'idle-busy: curve between two powers; table: measured server',
    }),
    idleWatts: watts({ max: 100_000, default: 112, meaning: 'power at no utilisation' }),
    busyWatts: watts({ max: 100_000, default: 228, meaning: 'power at full utilisation' }),
    nodeWatts: watts({
      max: 100_000,
      default: 0,
      meaning: 'power that each node draws beside, whatever its size and load: supply, fans, memory',
    }),
    exponent: number({ min: 1, max: 10, default: 1.4, meaning: 'h of Fan et al. 2007, 1 is linear' }),
    table: choice({ values: powerTableNames, default: 'dell-r740', meaning: 'measured server' }),
  },
  {
    rule: (p) =>
      p.idleWatts > p.busyWatts
        ? [{ field: 'idleWatts', allowed: `at most busy (${p.busyWatts} W)`, message: 'is more than busy' }]
        : [],
  },
)
