import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { profiles } from '#experiments/detection/benchmark-score.ts'
import { readCorpus, scoreDetector } from '#experiments/detection/corpus.ts'

const folder = mkdtempSync(join(tmpdir(), 'corpus-'))
afterAll(() => rmSync(folder, { recursive: true }))

const time = (row: number) =>
  new Date(Date.UTC(2014, 0, 1) + row * 300_000).toISOString().slice(0, 19).replace('T', ' ')

/** A thousand rows of 0 and 1 in turn, and 50 in the rows named. */
function write(name: string, odd: readonly number[], isZipped: boolean): void {
  const rows = Array.from({ length: 1000 }, (_, row) => `${time(row)},${odd.includes(row) ? 50 : row % 2}`)
  const text = `timestamp,value\n${rows.join('\n')}\n`
  mkdirSync(join(folder, 'real'), { recursive: true })
  writeFileSync(join(folder, 'real', isZipped ? `${name}.gz` : name), isZipped ? gzipSync(text) : text)
}

function label(windows: Record<string, [string, string][]>): void {
  mkdirSync(join(folder, 'labels'), { recursive: true })
  writeFileSync(join(folder, 'labels', 'combined_windows.json'), JSON.stringify(windows))
}

it('reads plain and zipped series and scores a detector that finds all and nothing else with 100', () => {
  write('a.csv', [500], false)
  write('b.csv', [], true)
  label({ 'real/a.csv': [[`${time(500)}.000000`, `${time(540)}.000000`]], 'real/b.csv': [] })
  const corpus = readCorpus(folder)
  expect(corpus.map(({ rows, windows }) => [rows, windows])).toEqual([
    [1000, [[500, 540]]],
    [1000, []],
  ])
  const found = scoreDetector(corpus, { policy: 'z-score' }, profiles.standard)
  expect(found.alarms).toBe(1)
  expect(found.score).toBeCloseTo(100, 9)
  expect(scoreDetector(corpus, { policy: 'z-score', limit: 1000 }, profiles.standard).score).toBe(0)
})

it('names what is missing and windows that begin at no row', () => {
  label({ 'real/c.csv': [] })
  expect(() => readCorpus(folder)).toThrow('c.csv: a labelled series that is not there')
  label({ 'real/a.csv': [['2013-01-01 00:00:00', time(3)]] })
  expect(() => readCorpus(folder)).toThrow('no row at 2013-01-01')
  expect(() => readCorpus(join(folder, 'real'))).toThrow('combined_windows.json')
})
