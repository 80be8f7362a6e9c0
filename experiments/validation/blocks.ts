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

/** What each block has once. */
interface Station {
  readonly id: string
  /** Measures it, or recalls it from the journal; false when it was stopped. */
  take(block: number, progress: (text: string) => void): Promise<boolean>
}

/** Undefined when it was stopped before the last measurement; those that are done are in the journal. */
export async function measuredBlocks(cells: readonly Cell[], plan: BlockPlan): Promise<Blocks | undefined> {
  const { scenario, blocks, looksAt, gateway, load, journal } = plan
  const live: LiveCell[][] = cells.map(() => [])
  const looks: Look[] = []
  const looksPerBlock = looksAt === undefined ? 0 : Math.ceil(cells.length / cellsPerLook)
  const stations = [
    ...cells.map((cell, index) =>
      station(journal, cell, live[index]!, (block) =>
        liveCell(cell, { gateway, load: { ...load, replication: block } }),
      ),
    ),
    ...Array.from({ length: looksPerBlock }, (_, look) =>
      station(journal, { id: `${lookId} ${look}`, scenario }, looks, (block, progress) =>
        lookAt(scenario, { ...looksAt!, gateway, load, progress }, block * looksPerBlock + look),
      ),
    ),
  ]
  let started = 0
  for (let block = 0; block < blocks; block++) {
    for (const index of shuffled(stations.length, scenario.seed, block)) {
      const { id, take } = stations[index]!
      started++
      const title = `live ${started} of ${blocks * stations.length}: ${id}`
      plan.progress(title)
      if (!(await take(block, (text) => plan.progress(`${title}, ${text}`)))) return undefined
    }
  }
  return { live: live.map(together), looks }
}

/** Parameters: kept, where its measurements go, one of each block. */
function station<Measured>(
  journal: Journal,
  { id, scenario }: Pick<Cell, 'id' | 'scenario'>,
  kept: Measured[],
  measure: (block: number, progress: (text: string) => void) => Promise<Measured | undefined>,
): Station {
  return {
    id,
    async take(block, progress) {
      const step = { id, block, scenario }
      const held = journal.done<Measured>(step)
      const measured = held ?? (await measure(block, progress))
      if (measured === undefined) return false
      if (held === undefined) journal.add(step, measured)
      kept.push(measured)
      return true
    },
  }
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
