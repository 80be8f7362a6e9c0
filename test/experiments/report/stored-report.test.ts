import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeReport } from '#experiments/report/stored-report.ts'
import { compare } from '#experiments/verbs/compare.ts'
import { report } from '#experiments/verbs/report.ts'
import { select } from '#experiments/verbs/select.ts'
import { sweep } from '#experiments/verbs/sweep.ts'
import { callVerb } from '../command.ts'
import { folder, stationFile } from '../short-station.ts'

const station = stationFile()
const page = (out: string) => readFileSync(join(out, 'report.html'), 'utf8')

it.each([
  [compare, ['--set-candidate', 'service.mean=1.1 ms'], 'candidate against base'],
  [sweep, ['--vary', 'service.mean=0.5 ms,1 ms', '--vary', 'servers=1,2'], 'All combinations'],
  [select, ['--vary', 'servers=1,2', '--delta', '0.1'], 'the best of 2 settings'],
] as const)('$name writes its page, and report draws the same again', async (verb, words, text) => {
  const out = folder()
  const { stdout } = await callVerb(verb, [station, ...words, '--replications', '4', '--out', out])
  expect(stdout).toContain('report.html')
  const written = page(out)
  expect(written).toContain(text)
  expect(written).toContain('short station')
  expect(written).not.toMatch(/NaN|undefined|Infinity|<script|(src|href)="https?:/)
  writeFileSync(join(out, 'report.html'), '')
  expect((await callVerb(report, [out])).status).toBe(0)
  expect(page(out)).toBe(written)
})

const selection = (scenario: string) =>
  JSON.stringify({ scenario, metric: 'responseMs.mean', delta: 1, alpha: 0.05, settings: [], verdict: '' })

it('takes the newest of several results unless one is named', () => {
  const out = folder()
  writeFileSync(join(out, 'select.json'), selection('chosen'))
  writeFileSync(join(out, 'sweep.json'), '{}')
  utimesSync(join(out, 'sweep.json'), 1, 1)
  writeReport(out)
  expect(page(out)).toContain('chosen')
  utimesSync(join(out, 'select.json'), 0, 0)
  expect(() => writeReport(out)).toThrow(/summary.csv: is missing; the sweep did not end/)
  writeReport(out, 'select.json')
})

it('says what is missing or wrong', () => {
  const out = folder()
  expect(() => writeReport(out)).toThrow(/has none of reproduction.json, run.json, compare.json/)
  writeFileSync(join(out, 'compare.json'), '{')
  expect(() => writeReport(out)).toThrow(/compare.json: is not a stored result/)
})
