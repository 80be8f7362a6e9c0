import { appendFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openJournal } from '#experiments/validation/journal.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const path = () => join(mkdtempSync(join(tmpdir(), 'journal-')), 'cells.jsonl')
const step = { id: 'as written', block: 1, scenario: smallScenario() }
const measured = { latenessMs: 7 }

it('what was measured is found again, but not for another cell, block, machine or scenario', () => {
  const file = path()
  openJournal(file, false, 'here').add(step, measured)
  const resumed = openJournal(file, true, 'here')
  expect(resumed.done(step)).toEqual(measured)
  expect(resumed.done({ ...step, id: 'other' })).toBeUndefined()
  expect(resumed.done({ ...step, block: 0 })).toBeUndefined()
  expect(resumed.done({ ...step, scenario: { ...step.scenario, seed: 99 } })).toBeUndefined()
  expect(openJournal(file, true, 'elsewhere').done(step)).toBeUndefined()
})

it('without being asked to go on, nothing is taken from before', () => {
  const file = path()
  openJournal(file, false, 0).add(step, measured)
  expect(openJournal(file, false, 0).done(step)).toBeUndefined()
})

it('a line that was cut off is left out', () => {
  const file = path()
  openJournal(file, false, 0).add(step, measured)
  appendFileSync(file, '{"id":"as wr')
  expect(openJournal(file, true, 0).done(step)).toEqual(measured)
})

it('a place that cannot be written is one clear error', () => {
  expect(() => openJournal('/dev/null/cells.jsonl', false, 0)).toThrow(/cannot be written/)
})
