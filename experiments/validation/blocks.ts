/**
 * Live measurements in blocks: each has every cell once, in random order, and among them looks at the costs where they are measured too. A machine
 * that is faster now and slower later is so for all of them, and what a repetition differs by is all that repetitions differ by: another
 * cluster at another time.
 */
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { LoadOptions } from '#server/load/run-load.ts'
import { type CalibrationPlan, type Look, lookAt } from '../calibration/measure.ts'
import type { Cell } from './design.ts'
import type { Journal } from './journal.ts'
import { type LiveCell, liveCell, together } from './live-cell.ts'

export interface BlockPlan {
  readonly scenario: WebScenario
  readonly blocks: number
  /** Loads at which costs are measured, in relation to the scenario's; none where they are known. */
  readonly looksAt: Pick<CalibrationPlan, 'loadRatios' | 'phaseMs'> | undefined
  readonly gateway: 'auto' | 'nginx' | 'embedded'
  readonly load: Omit<LoadOptions, 'replication'>
  readonly journal: Journal
  readonly progress: (text: string) => void
}

export interface Blocks {
  /** One of each cell, all blocks together. */
  readonly live: readonly LiveCell[]
  /** Of all blocks. */
  readonly looks: readonly Look[]
}

const lookId = 'costs'
/** So many cells to a look: what a look has missed of the machine, all cells are off by. */
const cellsPerLook = 8

/** Undefined when it was stopped before the last measurement; those that are done are in the journal. */
export async function measuredBlocks(cells: readonly Cell[], plan: BlockPlan): Promise<Blocks | undefined> {
  const { scenario, blocks, looksAt, gateway, load } = plan
  const live: LiveCell[][] = cells.map(() => [])
  const looks: Look[] = []
  const looksPerBlock = looksAt === undefined ? 0 : Math.ceil(cells.length / cellsPerLook)
  const perBlock = cells.length + looksPerBlock
  let started = 0
  for (let block = 0; block < blocks; block++) {
    for (const index of shuffled(perBlock, scenario.seed, block)) {
      const cell = cells[index]
      started++
      const look = index - cells.length
      const id = cell?.id ?? `${lookId} ${look}`
      const progress = (text: string) =>
        plan.progress(`live ${started} of ${blocks * perBlock}: ${id}${text}`)
      progress('')
      const step = { id, block, scenario: cell?.scenario ?? scenario }
      if (cell !== undefined) {
        const measure = () => liveCell(cell, { gateway, load: { ...load, replication: block } })
        const measured = await recalled(plan.journal, step, measure)
        if (measured === undefined) return undefined
        live[index]!.push(measured)
      } else {
        const measure = () =>
          lookAt(
            scenario,
            { ...looksAt!, gateway, load, progress: (text) => progress(`, ${text}`) },
            block * looksPerBlock + look,
          )
        const measured = await recalled(plan.journal, step, measure)
        if (measured === undefined) return undefined
        looks.push(measured)
      }
    }
  }
  return { live: live.map(together), looks }
}

/** From the journal, or measured now and written there. */
async function recalled<Measured>(
  journal: Journal,
  step: Parameters<Journal['done']>[0],
  measure: () => Promise<Measured | undefined>,
): Promise<Measured | undefined> {
  const held = journal.done<Measured>(step)
  if (held !== undefined) return held
  const measured = await measure()
  if (measured !== undefined) journal.add(step, measured)
  return measured
}

export function shuffled(count: number, seed: number, block: number): number[] {
  const random = stream(seed, 'validation.order', block)
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}
