import type { Watts } from '#core/units.ts'

/**
 * Wall power of whole servers at 0, 10, ... 100 % of the benchmark's load.
 *
 * Source: SPECpower_ssj2008 published results (spec.org/power_ssj2008): Dell R740 and R640 2017, Dell R830, IBM x3550 M3,
 * HP ProLiant ML110 G3 to G5; the last five as in CloudSim's power models (Beloglazov and Buyya 2012).
 * Shape: [11], in steps of 10 % utilisation.
 */
export const powerTables = {
  'dell-r740': [52.3, 129, 147, 170, 195, 224, 255, 292, 344, 408, 457],
  'dell-r640': [55, 125, 151, 176, 202, 232, 261, 301, 357, 421, 469],
  'dell-r830': [86.4, 181, 215, 253, 287, 315, 340, 377, 421, 483, 562],
  'ibm-x3550-x5675': [58.4, 98, 109, 118, 128, 140, 153, 170, 189, 205, 222],
  'ibm-x3550-x5670': [66, 107, 120, 131, 143, 156, 173, 191, 211, 229, 247],
  'hp-ml110-g5': [93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135],
  'hp-ml110-g4': [86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117],
  'hp-ml110-g3': [105, 112, 118, 125, 131, 137, 147, 153, 157, 164, 169],
} as const satisfies Record<string, readonly Watts[]>

export type PowerTableName = keyof typeof powerTables

export const powerTableNames = [
  'dell-r740',
  'dell-r640',
  'dell-r830',
  'ibm-x3550-x5675',
  'ibm-x3550-x5670',
  'hp-ml110-g5',
  'hp-ml110-g4',
  'hp-ml110-g3',
] as const satisfies readonly PowerTableName[]
