import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { CostAtRate, CostName, StageCost, WebScenario } from '#core/scenario.ts'
import type { Bytes, Ms, PerSecond } from '#core/units.ts'

/** What is charged: a stage of work, and the size of what it works on. */
export interface Charged {
  readonly stage: CostName
  readonly sizeBytes: Bytes
}

/** Draws the processor time of a piece of work. */
export type Costs = (work: Charged) => Ms

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
  const stages = new Map(
    (Object.entries(costs) as [CostName, StageCost][]).map(([name, cost]) => [
      name,
      { cost, factor: factorOf(cost, () => stream(seed, `machine.${name}`, replication)) },
    ]),
  )
  const atLoad = factorOfRate(costsAtRate, rate)
  return ({ stage, sizeBytes }) => {
    const { cost, factor } = stages.get(stage)!
    return (cost.fixedMs + (sizeBytes / 1024) * cost.msPerKiB) * factor() * atLoad()
  }
}

/** The factor at the rate of requests that come now; 1 without a table. */
export const factorOfRate = (table: readonly CostAtRate[], rate: () => PerSecond): (() => number) =>
  table.length === 0 ? () => 1 : () => factorAt(table, rate())

/** Linear between the rates of the table, constant outside. */
export function factorAt(table: readonly CostAtRate[], ratePerSecond: PerSecond): number {
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
