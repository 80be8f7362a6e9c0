import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reproduce } from '#experiments/verbs/reproduce.ts'
import { callVerb } from '../command.ts'

const folder = mkdtempSync(join(tmpdir(), 'scores-'))
const time = (row: number) =>
  `2014-01-01 00:${String(Math.floor(row / 60)).padStart(2, '0')}:${String(row % 60).padStart(2, '0')}`
beforeAll(() => {
  const rows = Array.from({ length: 1000 }, (_, row) => `${time(row)},${row === 800 ? 50 : row % 2}`)
  mkdirSync(join(folder, 'labels'))
  writeFileSync(join(folder, 'a.csv'), ['timestamp,value', ...rows].join('\n'))
  writeFileSync(
    join(folder, 'labels', 'combined_windows.json'),
    JSON.stringify({ 'a.csv': [[time(790), time(810)]] }),
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('tandem reproduce detection', () => {
  it('prints published scores beside ours, and ours alone without a folder', async () => {
    const { status, stdout } = await callVerb(reproduce, ['detection', '--out', folder])
    expect(status).toBe(0)
    expect(stdout).toMatch(/relativeEntropy +standard +50\.1700 +50\.1700 +54\.6427 +34/)
    expect(stdout).toMatch(/twitterADVec +standard +50\.5539 +50\.5539 +47\.0620 +34/)
    expect(stdout).not.toContain('z-score')
  })

  it('scores every detector on the series of a folder in each profile', async () => {
    const { stdout } = await callVerb(reproduce, ['detection', folder, '--json', '--out', folder])
    const { ours } = JSON.parse(stdout)
    expect(ours).toHaveLength(12)
    expect(ours[0].alarms).toBe(1)
    // The middle of the window: sigmoid(-11 / 21) / sigmoid(-1) for a single alarm; between -fn and 1.
    for (const [index, score] of [93.79, 93.79, 95.86].entries())
      expect(ours[0].scores[index]).toBeCloseTo(score, 2)
  })

  it('says what is missing in a folder', async () => {
    const { status, stderr } = await callVerb(reproduce, ['detection', join(folder, 'none')])
    expect(status).toBe(2)
    expect(stderr).toContain('combined_windows.json')
  })
})
