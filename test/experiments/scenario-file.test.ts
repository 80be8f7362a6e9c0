import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLiveScenario, readScenario, readWebScenario } from '#experiments/scenario-file.ts'

const web =
  'model: web\nname: t\nworkload: { arrivals: closed, users: 5, thinkTime: { mean: 1 s }, pages: 10 }\n'
function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tandem-test-')), 'scenario.yaml')
  writeFileSync(path, text)
  return path
}

describe('a scenario file', () => {
  it('is read with units and defaults', () => {
    expect(readWebScenario(file(`${web}duration: 2 min\nwarmUp: 500 ms\n`))).toMatchObject({
      durationMs: 120_000,
      warmUpMs: 500,
    })
  })

  it.each([
    [
      'an unknown policy suggests the nearest',
      `${web}schedule: { policy: adaptve }\n`,
      /adaptve.*adaptive|adaptive.*adaptve/,
    ],
    ['a value without a unit', `${web}duration: 30\n`, /duration.*30/],
    ['a negative value', `${web}duration: -3 s\n`, /duration.*-3 s/],
    ['a wrong dimension', `${web}duration: 3 kg\n`, /duration.*3 kg/],
    ['an unknown name', `${web}durration: 3 s\n`, /durration.*duration/],
    ['YAML that is not YAML, with its line', 'model: web\nname: [1,\n', /line 3|line 2/],
  ])('is refused with one clear error: %s', (_, text, message) => {
    const path = file(text)
    expect(() => readScenario(path)).toThrow(message)
    expect(() => readScenario(path)).toThrow(path)
  })

  it('tells all its problems at once', () => {
    expect(() => readScenario(file(`${web}duration: 30\nseed: x\nreplications: 0\n`))).toThrow(
      /duration[\s\S]*seed|seed[\s\S]*duration/,
    )
  })

  it('is missing by name', () => {
    expect(() => readScenario('no/such.yaml')).toThrow(/no\/such\.yaml: there is no such file/)
  })

  it('can be changed value by value', () => {
    expect(
      readWebScenario(file(web), ['workload.users=7', 'workload.thinkTime.mean=3 s']).workload,
    ).toMatchObject({ users: 7, thinkTime: { meanMs: 3000 } })
    expect(() => readScenario(file(web), ['workload.users'])).toThrow(/path=value/)
  })
})

it('what exists in the simulator only is refused where a scenario is run for real', () => {
  const path = 'experiments/tiers/tiers.yaml'
  expect(() => readLiveScenario(path)).toThrow(/delivery.enabled.*simulator only.*delivery.enabled=false/)
  expect(readLiveScenario(path, ['delivery.enabled=false']).delivery.isEnabled).toBe(false)
})
