import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readScenario } from '#experiments/scenario-file.ts'
import { expectedOf } from '#experiments/theory/expected.ts'

const folder = 'experiments/theory'
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
const expected = (file: string, ...set: string[]) => expectedOf(readScenario(`${folder}/${file}.yaml`, set))

// That each value is right is the business of test/oracle/queueing.test.ts.
describe('theory beside a run', () => {
  it.each(files.filter((file) => file !== 'shortest-queue.yaml'))('%s has some', (file) => {
    const found = expected(file.replace('.yaml', ''))
    expect(Object.entries(found).length).toBeGreaterThan(1)
    for (const [name, value] of Object.entries(found)) expect(value, name).not.toBeNaN()
  })

  it.each([
    ['two queues and the shorter one', ['shortest-queue']],
    ['service that is not exponential', ['mmc', 'service.shape=lognormal']],
    ['arrivals in batches', ['mm1k', 'arrivals={ process: batch, rate: 300 / s, group: { mean: 2 } }']],
    ['a load without steady state', ['md1', 'arrivals.rate=1050 / s']],
    ['impatience with a limit', ['erlang-a', 'patience.shape=constant']],
    ['a fork of constant services', ['fork-join', 'stations.0.service.shape=constant']],
  ])('has nothing to say about %s', (_, [file, ...set]) => {
    expect(expected(file!, ...set)).not.toHaveProperty(['responseMs.mean'])
  })

  it('says nothing about a web backend', () => {
    expect(expectedOf(readScenario('experiments/scenarios/twin.yaml'))).toEqual({})
  })
})

const tandem = async (...words: string[]) => {
  try {
    return { status: 0, ...(await promisify(execFile)('node', ['experiments/tandem.ts', ...words])) }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, stdout, stderr }
  }
}

describe('the command run', () => {
  const short = ['--set', 'duration=2 s', '--set', 'warmUp=500 ms', '--replications', '2']

  it('prints theory and notes beside what it found', async () => {
    const { status, stdout } = await tandem('run', `${folder}/mg1-pareto.yaml`, ...short)
    expect(status).toBe(0)
    expect(stdout).toMatch(/waitMs\.mean .* 0\.9000 +ms/)
    expect(stdout).toContain('note: station: the third moment of the service time is infinite')
  })

  it('refuses an unstable station with one clear message', async () => {
    const { status, stdout, stderr } = await tandem(
      'run',
      `${folder}/md1.yaml`,
      '--set',
      'arrivals.rate=1050 / s',
      ...short,
    )
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('unstable: offered load 1.05 >= 1')
  })
})
