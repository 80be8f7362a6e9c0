import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { generatorChoice, load, measuredBy, thresholdsOf } from '#experiments/verbs/load.ts'
import { findProgram } from '#server/program.ts'
import { callVerb, tandem } from '#test/experiments/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-load-verb-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const twin = 'experiments/scenarios/twin.yaml'
const times = { durationMs: 12_000, warmUpMs: 2_000 }

describe('objectives, written once', () => {
  it('become bounds of k6 on the series that measure the same', () => {
    const objectives = ['p95 < 500 ms', 'p99 <= 1 s', 'mean < 80 ms', 'errors < 1 %', 'throughput > 120 / s']
    expect(thresholdsOf({ ...times, objectives })).toEqual({
      'response_ms{code:200}': ['p(95)<500', 'p(99)<=1000', 'avg<80'],
      failed: ['rate<0.01'],
      answered: ['count>1200'],
    })
  })

  it('that k6 cannot check are left to the command', () => {
    expect(thresholdsOf({ ...times, objectives: ['hitRatio.l1 > 10 %', 'p95 < 1 s or p50 < 1 ms'] })).toEqual(
      {},
    )
  })

  it('find each metric that a load measures', () => {
    const responseMs = { mean: 1, p50: 2, p95: 3, p99: 4, max: 5 }
    const result = { responseMs, throughputPerSecond: 9, requests: 90, failed: 10, durationMs: 10_000 }
    expect(measuredBy(result, { wattsMean: 180 })).toMatchObject({
      'responseMs.p99': 4,
      throughputPerSecond: 9,
      errorRatio: 0.1,
      'powerWatts.mean': 180,
      joulesPerRequest: 20,
    })
    expect(measuredBy({ ...result, requests: 0, failed: 0 }).errorRatio).toBe(0)
  })
})

describe('load', () => {
  it('writes a plan for JMeter or a script for k6 instead of driving', async () => {
    const file = join(folder, 'plan.jmx')
    const { status, stdout } = await callVerb(load, [
      twin,
      '--set',
      'workload.users=77',
      '--write-plan',
      file,
    ])
    expect(status).toBe(0)
    expect(stdout).toContain('run: jmeter -n -t')
    expect(readFileSync(file, 'utf8')).toContain('<stringProp name="ThreadGroup.num_threads">77</stringProp>')
  })

  it.each([
    [['--with', 'wrk'], 'unknown "wrk", allowed k6, builtin, jmeter, auto'],
    [['--with', 'builtin', '--script', 'mine.js'], 'allowed k6 with --script'],
    [['--write-plan', 'plan.txt'], 'allowed FILE.jmx'],
    [['--faults', '--url', 'http://127.0.0.1:1'], 'leave --url out'],
  ])('refuses %j in words', async (words, expected) => {
    const { status, stderr } = await tandem('load', twin, ...words)
    expect([status, stderr]).toEqual([2, expect.stringContaining(expected)])
  })

  it.skipIf(findProgram('k6') === undefined)('refuses a script that is not there', async () => {
    const { status, stderr } = await tandem(
      'load',
      twin,
      '--script',
      'no-such.js',
      '--url',
      'http://127.0.0.1:1',
    )
    expect([status, stderr]).toEqual([2, expect.stringContaining('no-such.js: there is no such file')])
  })

  it('says how to enable JMeter where it is missing', () => {
    if (findProgram('jmeter') === undefined)
      expect(() => generatorChoice('jmeter')).toThrow('jmeter is not on this machine; to enable it:')
    else expect(generatorChoice('jmeter')).toBe('jmeter')
    expect(generatorChoice('builtin')).toBe('builtin')
  })
})
