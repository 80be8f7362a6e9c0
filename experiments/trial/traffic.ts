import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Traffic to learn and to tune on, and traffic that nobody has seen before the trial. */
export type TrafficSet = 'train' | 'test'

export const trafficNames = ['stationary', 'diurnal', 'bursty', 'flash crowd', 'fault'] as const
export type TrafficName = (typeof trafficNames)[number]

const seconds = 240
/** Mean rates, requests a second: what the node can do lies between 30 (every fragment missed) and 120 (none). */
const steadyPerSecond = { train: 37, test: 42 } as const
const diurnalPerSecond = 40
const burstyPerSecond = 24
const faultyPerSecond = 32

/** A crowd comes within five seconds and leaves slowly, ever fewer of it. */
const crowds = {
  train: { basePerSecond: 24, topPerSecond: 100, atSecond: 80, leavesSeconds: 30 },
  test: { basePerSecond: 26, topPerSecond: 120, atSecond: 110, leavesSeconds: 40 },
} as const

const faults = {
  train: [
    'faults.stalls=[{ at: 60 s, for: 4 s }, { at: 150 s, for: 8 s }]',
    'faults.failOvers=[{ at: 100 s, for: 10 s }]',
  ],
  test: [
    'faults.stalls=[{ at: 45 s, for: 6 s }, { at: 190 s, for: 6 s }]',
    'faults.failOvers=[{ at: 120 s, for: 15 s }]',
  ],
} as const

/** What a traffic changes of the scenario, in the notation of scenario files: a curve of rates by the second, and faults. */
export function trafficChanges(name: TrafficName, set: TrafficSet): string[] {
  if (name === 'fault') return [curve(steady(faultyPerSecond)), ...faults[set]]
  return [curve(ratesOf(name, set))]
}

function ratesOf(name: Exclude<TrafficName, 'fault'>, set: TrafficSet): number[] {
  if (name === 'stationary') return steady(steadyPerSecond[set])
  if (name === 'flash crowd') return crowd(crowds[set])
  return recorded(name, set, name === 'diurnal' ? diurnalPerSecond : burstyPerSecond)
}

const curve = (ratesPerSecond: readonly number[]) =>
  `workload.rateCurve={ step: 1 s, ratesPerSecond: [${ratesPerSecond.map((rate) => rate.toFixed(3)).join(', ')}] }`

const steady = (perSecond: number): number[] => new Array(seconds).fill(perSecond)

function crowd(o: (typeof crowds)[TrafficSet]): number[] {
  return Array.from({ length: seconds }, (_, second) => {
    const since = second - o.atSecond
    if (since < 0) return o.basePerSecond
    if (since < 5) return o.basePerSecond + ((o.topPerSecond - o.basePerSecond) * since) / 5
    return Math.max(o.basePerSecond, o.topPerSecond * Math.exp((5 - since) / o.leavesSeconds))
  })
}

/** Counts of a recording, as they are but for their mean. */
function recorded(name: 'diurnal' | 'bursty', set: TrafficSet, meanPerSecond: number): number[] {
  const text = readFileSync(fileURLToPath(new URL('./traffic.csv', import.meta.url)), 'utf8')
  const counts = text
    .split('\n')
    .map((line) => line.split(','))
    .filter(([traffic, of]) => traffic === name && of === set)
    .map((cells) => Number(cells[3]))
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.map((count) => (count / mean) * meanPerSecond)
}
