import { type CostGroup, costGroups } from '#core/flow/effect.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { CostName, StageCost, WebScenario } from '#core/scenario.ts'
import type { Bytes, Ms, PerSecond } from '#core/units.ts'

/** What is charged: a stage of work, and the size of what it works on. */
export interface Charged {
  readonly stage: CostName
  readonly sizeBytes: Bytes
}

/** Draws the processor time of a piece of work. */
export type Costs = (work: Charged) => Ms

/** What is not named is work of the nodes. */
const partOf: Readonly<Partial<Record<CostName, CostGroup>>> = {
  gateway: 'gateway',
  threads: 'threads',
  forward: 'gateway',
  remote: 'store',
  query: 'database',
  client: 'client',
  clientAfter: 'client',
}

/**
 * (fixed + size) times a factor of mean 1, times what the load makes of it.
 *
 * Parameters  rate, of requests that come now; asked only where costs depend on it
 */
export function createCosts(
  { costs, costsAtRate, seed }: WebScenario,
  replication: number,
  rate: () => PerSecond,
): Costs {
  const atLoad = Object.fromEntries(
    costGroups.map((part) => {
      const table = costsAtRate.map((row) => ({ ratePerSecond: row.ratePerSecond, factor: row[part] }))
      return [part, table.length === 0 ? () => 1 : () => factorAt(table, rate())]
    }),
  ) as Record<CostGroup, () => number>
  const stages = new Map(
    (Object.entries(costs) as [CostName, StageCost][]).map(([name, cost]) => [
      name,
      {
        cost,
        factor: factorOf(cost, () => stream(seed, `machine.${name}`, replication)),
        factorAtLoad: atLoad[partOf[name] ?? 'nodes'],
      },
    ]),
  )
  return ({ stage, sizeBytes }) => {
    const { cost, factor, factorAtLoad } = stages.get(stage)!
    return (cost.fixedMs + (sizeBytes / 1024) * cost.msPerKiB) * factor() * factorAtLoad()
  }
}

export interface FactorAtRate {
  readonly ratePerSecond: PerSecond
  readonly factor: number
}

/** Linear between the rates of the table, constant outside. */
export function factorAt(table: readonly FactorAtRate[], ratePerSecond: PerSecond): number {
  const next = table.findIndex((row) => row.ratePerSecond >= ratePerSecond)
  if (next < 0) return table.at(-1)!.factor
  const above = table[next]!
  const below = table[next - 1]
  if (below === undefined) return above.factor
  const share = (ratePerSecond - below.ratePerSecond) / (above.ratePerSecond - below.ratePerSecond)
  return below.factor + share * (above.factor - below.factor)
}

/** As measured where there are factors; else Erlang up to a variation of 1 and lognormal above. */
function factorOf({ cv, factors }: StageCost, random: () => ReturnType<typeof stream>): () => number {
  if (factors.length > 0) return sampler({ shape: 'empirical', meanMs: 1, cv: 0, values: factors }, random())
  return sampler({ shape: cv === 0 ? 'constant' : cv <= 1 ? 'erlang' : 'lognormal', meanMs: 1, cv }, random())
}
