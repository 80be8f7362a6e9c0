import { readFileSync } from 'node:fs'

/** Rows of one trace, policy and capacity: several where the policy draws random numbers, one a seed. */
export interface Truth {
  readonly trace: string
  readonly policy: string
  readonly capacity: number
  readonly seeds: readonly number[]
  readonly requests: number
  /** Mean over the seeds. */
  readonly misses: number
  readonly missesBySeed: readonly number[]
  readonly missBytes: number | undefined
}

interface Row {
  readonly seed: number
  readonly requests: number
  readonly misses: number
  readonly missBytes: number | undefined
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

export function readTruths(file: string): Truth[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const header = lines[0]!.split('\t')
  const groups = new Map<string, Row[]>()
  for (const line of lines.slice(1)) {
    const cells = line.split('\t')
    const at = (name: string) => cells[header.indexOf(name)]
    const name = [at('trace'), at('policy'), at('capacity')].join('\t')
    const missBytes = at('missBytes')
    groups.set(name, [
      ...(groups.get(name) ?? []),
      {
        seed: Number(at('seed')),
        requests: Number(at('requests')),
        misses: Number(at('misses')),
        missBytes: missBytes === undefined ? undefined : Number(missBytes),
      },
    ])
  }
  return [...groups].map(([name, rows]) => {
    const [trace, policy, capacity] = name.split('\t')
    return {
      trace: trace!,
      policy: policy!,
      capacity: Number(capacity),
      seeds: rows.map(({ seed }) => seed),
      requests: rows[0]!.requests,
      misses: mean(rows.map(({ misses }) => misses)),
      missesBySeed: rows.map(({ misses }) => misses),
      missBytes: rows[0]!.missBytes === undefined ? undefined : mean(rows.map(({ missBytes }) => missBytes!)),
    }
  })
}
