import { appendFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { designOf } from '#experiments/validation/design.ts'
import { openJournal } from '#experiments/validation/journal.ts'
import type { LiveCell } from '#experiments/validation/live-cell.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const path = () => join(mkdtempSync(join(tmpdir(), 'journal-')), 'cells.jsonl')
const [cell, other] = designOf(smallScenario(), 'quick', { fitted: [1], closedRatePerSecond: 1 })
const live = { latenessMs: 7 } as LiveCell

it('what was measured is found again, but not for another cell, machine or scenario', () => {
  const file = path()
  openJournal(file, false, 'here').add(cell!, live)
  const resumed = openJournal(file, true, 'here')
  expect(resumed.done(cell!)).toEqual(live)
  expect(resumed.done(other!)).toBeUndefined()
  expect(resumed.done({ ...cell!, scenario: { ...cell!.scenario, seed: 99 } })).toBeUndefined()
  expect(openJournal(file, true, 'elsewhere').done(cell!)).toBeUndefined()
})

it('without being asked to go on, nothing is taken from before', () => {
  const file = path()
  openJournal(file, false, 0).add(cell!, live)
  expect(openJournal(file, false, 0).done(cell!)).toBeUndefined()
})

it('a line that was cut off is left out', () => {
  const file = path()
  openJournal(file, false, 0).add(cell!, live)
  appendFileSync(file, '{"id":"as wr')
  expect(openJournal(file, true, 0).done(cell!)).toEqual(live)
})

it('a place that cannot be written is one clear error', () => {
  expect(() => openJournal('/dev/null/cells.jsonl', false, 0)).toThrow(/cannot be written/)
})
