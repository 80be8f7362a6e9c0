import { TandemError } from '#core/errors.ts'
import { parseQuantity } from '#core/quantity.ts'

const metricOf: Readonly<Record<string, string>> = {
  mean: 'responseMs.mean',
  p50: 'responseMs.p50',
  p95: 'responseMs.p95',
  p99: 'responseMs.p99',
  throughput: 'throughputPerSecond',
  errors: 'errorRatio',
  power: 'powerWatts.mean',
}

const kindOf: Readonly<Record<string, 'time' | 'rate' | 'power' | 'ratio'>> = {
  throughput: 'rate',
  errors: 'ratio',
  power: 'power',
}

export interface Objective {
  readonly text: string
  readonly metric: string
  readonly isBelow: boolean
  readonly limit: number
}

/** Reads 'p95 < 500 ms'. Errors: ConfigInvalid. */
export function parseObjective(text: string): Objective {
  const parts = /^\s*(\w+)\s*(<|>)\s*(.+?)\s*$/.exec(text)
  const metric = parts === null ? undefined : metricOf[parts[1]!]
  if (parts === null || metric === undefined) {
    throw new TandemError(
      'ConfigInvalid',
      `objectives: '${text}' is not METRIC < LIMIT; metrics are ${Object.keys(metricOf).join(', ')}`,
    )
  }
  const kind = kindOf[parts[1]!] ?? 'time'
  const limit = kind === 'ratio' ? Number(parts[3]) : limitOf(text, parts[3]!, kind)
  return { text, metric, isBelow: parts[2] === '<', limit }
}

function limitOf(text: string, written: string, kind: 'time' | 'rate' | 'power'): number {
  const parsed = parseQuantity(written, kind)
  if ('wrong' in parsed) throw new TandemError('ConfigInvalid', `objectives: '${text}': ${parsed.wrong}`)
  return parsed.value
}

export const isMet = ({ isBelow, limit }: Objective, value: number): boolean =>
  isBelow ? value < limit : value > limit
