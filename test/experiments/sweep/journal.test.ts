import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Entry, openJournal, type SweepHeader } from '#experiments/sweep/journal.ts'
import { folder } from '../short-station.ts'

const header: SweepHeader = { kind: 'sweep', identity: 'abc', scenario: 's (1)', seed: 1, design: 'a=1,2' }
const entry = (cell: number, replication: number, value = 0.1): Entry => ({
  cell,
  replication,
  seed: 1,
  fingerprint: 'f',
  virtualMs: 1,
  events: 2,
  metrics: { m: value },
  problem: '',
})
function written(out = folder()): string {
  const journal = openJournal(out, header)
  for (const replication of [0, 1, 2]) journal.append(entry(0, replication))
  journal.close()
  return out
}

describe('the journal of a sweep', () => {
  it('finds what was appended, now and after it was opened again', () => {
    const out = join(folder(), 'new', 'folder')
    const journal = openJournal(out, header)
    journal.append(entry(3, 1, 1 / 3))
    journal.append(entry(3, 2, Number.NaN))
    const found = [journal.find(3, 1), journal.find(3, 2), journal.find(3, 3)]
    expect(found[0]).toEqual(entry(3, 1, 1 / 3))
    expect(found[1]!.metrics).toEqual({ m: null })
    expect(found[2]).toBeUndefined()
    journal.close()
    const again = openJournal(out, header)
    expect([again.find(3, 1), again.find(3, 2), again.find(3, 3)]).toEqual(found)
    again.close()
  })

  it('loses only the line in which it was killed', () => {
    const out = written()
    const path = join(out, 'journal.jsonl')
    truncateSync(path, readFileSync(path).length - 5)
    const journal = openJournal(out, header)
    expect([0, 1, 2].map((replication) => journal.find(0, replication) !== undefined)).toEqual([
      true,
      true,
      false,
    ])
    journal.append(entry(0, 2))
    journal.close()
    const again = openJournal(out, header)
    expect([0, 1, 2].map((replication) => again.find(0, replication))).toEqual(
      [0, 1, 2].map((replication) => entry(0, replication)),
    )
    again.close()
  })

  it('begins again when it was killed in its first line', () => {
    const out = written()
    truncateSync(join(out, 'journal.jsonl'), 10)
    const journal = openJournal(out, header)
    expect(journal.find(0, 0)).toBeUndefined()
    journal.close()
    openJournal(out, header).close()
  })

  it('takes the later of two entries of one run', () => {
    const out = written()
    const journal = openJournal(out, header)
    journal.append(entry(0, 0, 7))
    journal.close()
    const again = openJournal(out, header)
    expect(again.find(0, 0)!.metrics).toEqual({ m: 7 })
    again.close()
  })

  it('refuses another sweep and says what differs', () => {
    const out = written()
    expect(() => openJournal(out, { ...header, identity: 'xyz', seed: 2, design: 'a=1,3' })).toThrow(
      /journal\.jsonl: holds another sweep: seed was 1, is now 2; design was a=1,2, is now a=1,3; choose another --out/,
    )
  })

  it('refuses lines that are none of its own, with their number', () => {
    const out = written()
    appendFileSync(join(out, 'journal.jsonl'), '{"cell": 1}\n')
    expect(() => openJournal(out, header)).toThrow(/line 5 is no run of a sweep/)
    const other = folder()
    writeFileSync(join(other, 'journal.jsonl'), 'cell,replication\n')
    expect(() => openJournal(other, header)).toThrow(/line 1 is no head of a sweep/)
  })

  it('says that a disk does not take it', () => {
    const out = folder()
    mkdirSync(join(out, 'journal.jsonl'))
    expect(() => openJournal(out, header)).toThrow(/cannot be used: .*; finished runs are kept/)
  })
})
