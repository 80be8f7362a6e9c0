import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const script = fileURLToPath(new URL('../../../experiments/detection/score-detectors.ts', import.meta.url))

it('prints a line a detector, with score and alarms', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scores-'))
  const time = (row: number) =>
    `2014-01-01 00:${String(Math.floor(row / 60)).padStart(2, '0')}:${String(row % 60).padStart(2, '0')}`
  const rows = Array.from({ length: 1000 }, (_, row) => `${time(row)},${row === 800 ? 50 : row % 2}`)
  mkdirSync(join(folder, 'labels'))
  writeFileSync(join(folder, 'a.csv'), ['timestamp,value', ...rows].join('\n'))
  writeFileSync(
    join(folder, 'labels', 'combined_windows.json'),
    JSON.stringify({ 'a.csv': [[time(790), time(810)]] }),
  )
  const lines = execFileSync(process.execPath, [script, folder], { encoding: 'utf8' }).trim().split('\n')
  rmSync(folder, { recursive: true })
  expect(lines).toHaveLength(12)
  // The middle of the window: sigmoid(-11 / 21) / sigmoid(-1) for a single alarm.
  expect(lines[0]).toMatch(/^93\.79 +1 alarms {2}\{"policy":"z-score","lambda":0.01,"limit":6\}$/)
})
