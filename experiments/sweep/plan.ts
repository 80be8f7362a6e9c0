import { createHash } from 'node:crypto'
import { TandemError } from '#core/errors.ts'
import type { Scenario } from '#core/scenario.ts'
import { readScenario } from '../scenario-file.ts'
import { cellsOf, type Factor, readFactor } from './design.ts'

/** One combination of values: the scenario, or why there is none. */
export interface Cell {
  readonly values: readonly string[]
  readonly scenario: Scenario | undefined
  readonly problem: string
}

/** What a sweep runs. */
export interface Plan {
  readonly base: Scenario
  readonly design: readonly Factor[]
  readonly cells: readonly Cell[]
  /** In place of that of each cell. */
  readonly seed: number | undefined
  readonly replications: number
  /** Equal for sweeps whose runs are the same: hash of base scenario, design and seed. More replications extend a sweep. */
  readonly identity: string
}

export interface PlanOptions {
  readonly vary: readonly string[]
  readonly set: readonly string[]
  readonly seed: number | undefined
  readonly replications: number | undefined
}

const runsMax = 1_000_000

/**
 * Reads the scenario of each cell: the base with the values of the cell.
 *
 * Errors  ConfigInvalid when the base, the design or every cell is wrong; a cell that is wrong among others keeps its problem
 */
export function readPlan(path: string, options: PlanOptions): Plan {
  const design = options.vary.map(readFactor)
  const base = readScenario(path, options.set)
  const replications = options.replications ?? base.replications
  const cells = cellsOf(design).map((values) => readCell(path, options.set, { design, values }))
  if (cells.every(({ scenario }) => scenario === undefined))
    throw new TandemError('ConfigInvalid', `${path}: no cell can run; the first: ${cells[0]!.problem}`)
  if (cells.length * replications > runsMax)
    throw new TandemError(
      'ConfigInvalid',
      `sweep: ${cells.length} cells of ${replications} replications are ${cells.length * replications} runs, allowed at most ${runsMax}`,
    )
  const identity = createHash('sha256')
    .update(JSON.stringify([base, design, options.seed ?? base.seed]))
    .digest('hex')
    .slice(0, 16)
  return { base, design, cells, seed: options.seed, replications, identity }
}

function readCell(
  path: string,
  set: readonly string[],
  { design, values }: { readonly design: readonly Factor[]; readonly values: readonly string[] },
): Cell {
  const changes = design.map((factor, index) => `${factor.path}=${values[index]!}`)
  try {
    return { values, scenario: readScenario(path, [...set, ...changes]), problem: '' }
  } catch (error) {
    if (!(error instanceof TandemError)) throw error
    const problem = error.message.replaceAll(`${path}: `, '').replaceAll('\n', '; ')
    return { values, scenario: undefined, problem }
  }
}

/** The seed of the runs of a cell. */
export const seedOf = (plan: Plan, cell: Cell): number => plan.seed ?? cell.scenario?.seed ?? plan.base.seed
