import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { measuredBlocks, shuffled } from '#experiments/validation/blocks.ts'
import { designOf } from '#experiments/validation/design.ts'
import { openJournal } from '#experiments/validation/journal.ts'
import type { LiveCell } from '#experiments/validation/live-cell.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const scenario = smallScenario()
const cells = designOf(scenario, 'quick', { fitted: [1], closedRatePerSecond: 10 })
const measured = (block: number, mean: number): LiveCell => ({
  runs: [{ 'responseMs.mean': mean }],
  responseMs: [{ low: 1, high: 2, count: 3 }],
  series: { throughput: [block], responseMean: [mean] },
  stagesMs: { cache: mean },
  parts: { store: 'memory', database: 'memory' } as LiveCell['parts'],
  ...{ otherPrograms: 0.1 * block, latenessMs: block, failed: 1, remoteFailures: 0 },
  ...{ isSaturated: false, isClockSet: block === 1 },
})

function journal(finished: (block: number, id: string) => boolean) {
  const file = join(mkdtempSync(join(tmpdir(), 'blocks-')), 'cells.jsonl')
  const written = openJournal(file, false, 0)
  for (const block of [0, 1]) {
    for (const { id, scenario: own } of cells)
      if (finished(block, id)) written.add({ id, block, scenario: own }, measured(block, 4 + block))
    if (finished(block, 'costs 0'))
      written.add({ id: 'costs 0', block, scenario }, { warming: [], phases: [], parts: {} })
  }
  return { file, resumed: openJournal(file, true, 0) }
}

const plan = (signal: AbortSignal) => ({
  ...{ scenario, blocks: 2, gateway: 'embedded' as const },
  looksAt: { loadRatios: [1], phaseMs: 1000 },
  load: { with: 'builtin' as const, runDir: tmpdir(), signal },
})

describe('live measurements in blocks', () => {
  it('that are all in the journal are put together, block by block, and nothing is driven', async () => {
    const { file, resumed } = journal(() => true)
    const said: string[] = []
    const blocks = await measuredBlocks(cells, {
      ...plan(AbortSignal.abort()),
      journal: resumed,
      progress: (text) => void said.push(text),
    })
    expect(blocks!.live).toHaveLength(cells.length)
    expect(blocks!.looks).toHaveLength(2)
    const [first] = blocks!.live
    expect(first!.runs.map((run) => run['responseMs.mean'])).toEqual([4, 5])
    expect(first).toMatchObject({ otherPrograms: 0.1, latenessMs: 0.5, failed: 2, stagesMs: { cache: 4.5 } })
    expect(first).toMatchObject({ isSaturated: false, isClockSet: true })
    expect(first!.responseMs).toEqual([{ low: 1, high: 2, count: 6 }])
    expect(first!.series.throughput).toEqual([0])
    expect(said).toHaveLength(2 * (cells.length + 1))
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2 * (cells.length + 1))
  })

  it('are in another order in each block, each cell once', () => {
    const orders = [0, 1, 2].map((block) => shuffled(9, 7, block))
    for (const order of orders) expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(new Set(orders.map(String)).size).toBe(3)
    expect(shuffled(9, 7, 0)).toEqual(orders[0])
  })
})
