import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCalibration, warningsOf } from '#experiments/calibration/calibration-file.ts'
import { smallCalibration, smallPhase } from './small-calibration.ts'

const folder = mkdtempSync(join(tmpdir(), 'calibration-'))
const written = (text: string): string => {
  const path = join(folder, 'calibration.json')
  writeFileSync(path, text)
  return path
}
const calibration = smallCalibration()

describe('a calibration file', () => {
  it('is read as it was written', () => {
    expect(readCalibration(written(JSON.stringify(calibration)))).toEqual(calibration)
  })

  it('of another machine is refused, naming what differs', () => {
    const foreign = { ...calibration, machine: { ...calibration.machine, processors: 96 } }
    expect(() => readCalibration(written(JSON.stringify(foreign)))).toThrow(/processors: 96 there/)
  })

  it('that is missing, not JSON or something else is one clear error', () => {
    expect(() => readCalibration(join(folder, 'none.json'))).toThrow(/none\.json/)
    expect(() => readCalibration(written('{'))).toThrow(/not JSON/)
    expect(() => readCalibration(written('null'))).toThrow(/not a calibration/)
    expect(() => readCalibration(written('{"kind":"run"}'))).toThrow(/not a calibration/)
  })
})

describe('warnings of a calibration', () => {
  const soon = new Date('2026-01-02T00:00:00Z')

  it('are none for one of yesterday on the same parts', () => {
    expect(warningsOf(calibration, soon, { gateway: 'nginx 1.22 (real)' })).toEqual([])
  })

  it('tell of age, other parts, few samples, and a machine that was not quiet', () => {
    const few = { ...smallPhase(1), requestsAtNodes: 7, otherPrograms: 0.5 }
    const said = warningsOf({ ...calibration, phases: [few] }, new Date('2026-02-01T00:00:00Z'), {
      gateway: 'embedded gateway',
    })
    expect(said.join('\n')).toMatch(/31 days old[\s\S]*gateway was nginx[\s\S]*only 7 requests[\s\S]*50 %/)
  })
})
