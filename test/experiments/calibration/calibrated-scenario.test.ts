import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withCalibration } from '#experiments/calibration/calibrated-scenario.ts'
import { readScenario } from '#experiments/scenario-file.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { smallCalibration } from './small-calibration.ts'

const said: string[] = []
const out = {
  isJson: false,
  line: (text: string) => void said.push(text),
  json: () => {},
  progress: () => {},
}

it('a scenario takes the costs of the file that is named, and the age of the file is told', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'calibration-')), 'calibration.json')
  writeFileSync(file, JSON.stringify({ ...smallCalibration(), date: '2020-01-01T00:00:00Z' }))
  const scenario = withCalibration(smallScenario(), file, out)
  expect(scenario).toMatchObject({ nodes: { turnMs: 5 } })
  expect(said.join()).toContain('days old')
})

it('without a file nothing changes, and a station has no use for one', () => {
  const scenario = smallScenario()
  expect(withCalibration(scenario, undefined, out)).toBe(scenario)
  const station = readScenario('experiments/scenarios/mm1.yaml')
  expect(() => withCalibration(station, 'c.json', out)).toThrow(/no web backend/)
})
