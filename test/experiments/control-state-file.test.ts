import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readWebScenario } from '#experiments/scenario-file.ts'
import { run } from '#experiments/verbs/run.ts'
import { callVerb } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'))
const scenario = join(folder, 'control.yaml')
writeFileSync(
  scenario,
  `model: web
name: t
duration: 2 s
warmUp: 1 s
nodes: { count: 2 }
workload: { arrivals: closed, users: 5, thinkTime: { mean: 50 ms }, pages: 10 }
control:
  enabled: true
  interval: 100 ms
  fallback: { enabled: false }
  presets: [{ name: plain }, { name: client, csrAboveUtilisation: 0.5 }]
`,
)

describe('a file of what was learned', () => {
  it('is written by --train and read where a scenario names it, from beside the scenario', async () => {
    const { status } = await callVerb(run, [
      scenario,
      '--replications',
      '2',
      '--train',
      join(folder, 'learned.json'),
      '--json',
    ])
    expect(status).toBe(0)
    const { control } = readWebScenario(scenario, ['control.state=learned.json'])
    expect(control.state).toMatchObject([
      { policy: 'average-actor-critic' },
      { policy: 'average-actor-critic' },
    ])
    const other = ['control.state=learned.json', 'control.observes=[{ feature: utilisation }]']
    expect(() => readWebScenario(scenario, other)).toThrow(/^[^\n]*features: saved for[^\n]*$/)
  })

  it('that is not there, or is none, is one clear error', () => {
    expect(() => readWebScenario(scenario, ['control.state=nowhere.json'])).toThrow(
      /control.state: .*nowhere.json: cannot be read/,
    )
    writeFileSync(join(folder, 'text.json'), 'text')
    expect(() => readWebScenario(scenario, ['control.state=text.json'])).toThrow(/text.json: is not JSON/)
    writeFileSync(join(folder, 'list.json'), '{"a": 1}')
    expect(() => readWebScenario(scenario, ['control.state=list.json'])).toThrow(/is no saved state/)
  })

  it('does not go with the other ways to replicate', async () => {
    const { status, stderr } = await callVerb(run, [scenario, '--train', 'x.json', '--antithetic'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/--antithetic and --train do not go together/)
  })
})
