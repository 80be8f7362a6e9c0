import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { WebScenario } from '#core/scenario.ts'
import { readWebScenario } from '#experiments/scenario-file.ts'
import type { TraceFit } from '#experiments/trace/fit.ts'
import { run } from '#experiments/verbs/run.ts'
import { trace } from '#experiments/verbs/trace.ts'
import { callVerb, tandem } from '#test/experiments/command.ts'
import { combinedLine, jsonLine, type SyntheticRequest, syntheticRequests } from '../trace/synthetic-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-import-'))
const twin = 'experiments/scenarios/twin.yaml'

function logOf(name: string, scenario: WebScenario, line: (request: SyntheticRequest) => string): string {
  const path = join(folder, name)
  const text = syntheticRequests(scenario).map(line).join('\n')
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text)
  return path
}

type Document = TraceFit & { readonly workload: Record<string, unknown>; readonly remarks: readonly string[] }

async function imported(...words: string[]): Promise<Document> {
  const { stdout, stderr } = await callVerb(trace, ['import', ...words, '--json'])
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Document
}

/** Within a stated tolerance of the truth. */
function near(found: { value: number }, truth: number, tolerance: number): void {
  expect(Math.abs(found.value / truth - 1)).toBeLessThan(tolerance)
}

describe('round trip: a log of a known scenario gives back its parameters', () => {
  test('open arrivals, whole seconds, combined format, gzip', async () => {
    const scenario = readWebScenario(twin, [
      'duration=1000 s',
      'workload.arrivals=open',
      'workload.rate=20 / s',
      'workload.writeRatio=5%',
      'workload.pageSize.cv=0.6',
    ])
    const fit = await imported(logOf('open.log.gz', scenario, combinedLine))
    const { workload } = scenario
    near(fit.arrivals.ratePerSecond, workload.ratePerSecond, 0.02)
    near(fit.popularity!.pages, workload.pages, 0.02)
    near(fit.popularity!.exponent, workload.zipfExponent, 0.03)
    near(fit.writeRatio!, workload.writeRatio, 0.08)
    near(fit.pageBytes!.lognormal.mean, workload.pageSize.meanBytes, 0.05)
    near(fit.pageBytes!.lognormal.cv, workload.pageSize.cv, 0.08)
    expect(fit.arrivals.isPoisson).toBe(true)
    expect(fit.pageBytes!.shape).toBe('lognormal')
    expect(fit.popularity!.fit.pValue).toBeGreaterThan(0.05)
    expect(fit.remarks).not.toContainEqual(expect.stringContaining("Zipf's law rejected"))
  })

  test.each([
    ['exponential', '{ shape: exponential, mean: 300 ms }', 1],
    ['lognormal', '{ shape: lognormal, mean: 2 s, cv: 1.5 }', 1.5],
  ])('closed arrivals, %s think times, JSON lines', async (shape, thinkTime, cv) => {
    const scenario = readWebScenario(twin, [`workload.thinkTime=${thinkTime}`, 'duration=120 s'])
    const path = logOf(`${shape}.json`, scenario, jsonLine)
    const { sessions, workload, popularity } = await imported(path, '--arrivals', 'closed')
    expect(sessions!.thinkMs.shape).toBe(shape)
    near(sessions!.users, scenario.workload.users, 0.06)
    near(sessions!.thinkMs.mean, scenario.workload.thinkTime.meanMs, 0.08)
    near(sessions!.thinkMs.cv, cv, 0.12)
    near(popularity!.exponent, scenario.workload.zipfExponent, 0.05)
    expect(workload).toMatchObject({ arrivals: 'closed', thinkTime: { shape } })
  })

  test('what was imported runs, in a base and with --set, and asks at the rate of the log', async () => {
    const overrides = ['duration=300 s', 'workload.arrivals=open', 'workload.rate=20 / s']
    const path = logOf('run.log', readWebScenario(twin, overrides), combinedLine)
    const out = join(folder, 'out')
    const { stdout, status } = await callVerb(trace, ['import', path, '--base', twin, '--out', out])
    expect(status).toBe(0)
    expect(stdout).toContain(`next: tandem run ${join(out, 'scenario.yaml')}`)
    const few = ['--replications', '2', '--set', 'duration=40 s', '--json']
    const inBase = await callVerb(run, [join(out, 'scenario.yaml'), ...few])
    const piece = readFileSync(join(out, 'workload.yaml'), 'utf8')
    const setting = await callVerb(run, [twin, '--set', `workload=${piece}`, ...few])
    for (const answer of [inBase, setting]) {
      expect(answer.status).toBe(0)
      const { metrics } = JSON.parse(answer.stdout) as { metrics: Record<string, { mean: number }> }
      expect(Math.abs(metrics.throughputPerSecond!.mean / 20 - 1)).toBeLessThan(0.15)
    }
    const document = JSON.parse(readFileSync(join(out, 'trace.json'), 'utf8')) as Document
    expect(JSON.stringify(document)).not.toMatch(/10\.0\.0\.1|\/page\//)
  })
})

describe('the log of a real blog', () => {
  test('2,000 requests give what awk, sort and uniq count in them', async () => {
    const fit = await imported('test/data/apache-semicomplete/access.csv.gz')
    expect(fit.requests).toBe(2000)
    expect(fit.popularity!.pagesSeen).toBe(615)
    expect(fit.sessions).toMatchObject({ clients: 410, sessions: 647 })
    expect(fit.statusClasses).toMatchObject({ '2xx': 1866, '3xx': 99, '4xx': 35, '5xx': 0 })
    expect(fit.writeRatio!.value).toBe(0)
    expect(fit.arrivals.spanMs).toBe(61_204_000)
    expect(fit.arrivals.isPoisson).toBe(false)
    expect(fit.remarks.join('\n')).toContain('Poisson arrivals rejected')
  })
})

describe('wrong input is refused in words', () => {
  const stored = (name: string, text: string | Buffer) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  const csv = (times: readonly number[], bytes = '10') =>
    `time,client,method,path,status,bytes\n${times.map((at) => `${at},a,GET,/,200,${bytes}\n`).join('')}`
  const rising = Array.from({ length: 40 }, (_, i) => 1431857100 + i)

  test.each([
    ['nothing to import', [], 'usage: tandem trace import FILE'],
    ['another action', ['export', 'x'], 'usage: tandem trace import FILE'],
    ['no file', ['import', join(folder, 'none.log')], 'there is no such file'],
    ['an empty file', ['import', stored('empty.log', '')], 'the file is empty'],
    ['a format that does not exist', ['import', 'x.log', '--format', 'apache'], "--format: unknown 'apache'"],
    ['a text without a format', ['import', stored('a.txt', 'hello\n')], 'no known format'],
    [
      'a cut gzip',
      ['import', stored('cut.gz', gzipSync(csv(rising)).subarray(0, 60))],
      'gzip data is broken or cut off',
    ],
    [
      'sizes that are no numbers',
      ['import', stored('s.csv', csv(rising, 'big'))],
      'line 2: bytes: found "big", expected a number',
    ],
    [
      'too few requests',
      ['import', stored('few.csv', csv([1, 2, 3]))],
      '3 requests are too few to fit; at least 20',
    ],
    [
      'one time',
      ['import', stored('one.csv', csv(rising.map(() => 5)))],
      'all 40 requests have the same time',
    ],
    [
      'a base without a folder',
      ['import', 'x', '--base', twin],
      '--base: the scenario with the workload needs a folder',
    ],
    [
      'a base of another model',
      ['import', stored('b.csv', csv(rising)), '--base', 'experiments/scenarios/mm1.yaml', '--out', folder],
      'needs a web backend',
    ],
    [
      'odd arrivals',
      ['import', 'x', '--arrivals', 'sometimes'],
      '--arrivals: found "sometimes", allowed open, closed',
    ],
    ['a gap without unit', ['import', 'x', '--session-gap', '30'], '--session-gap'],
    [
      'an impossible share',
      ['import', 'x', '--malformed-max', '200%'],
      '--malformed-max: found "200%", allowed 0 % to 100 %',
    ],
  ])('%s', async (_, words, reason) => {
    const { status, stderr } = await callVerb(trace, words)
    expect(status).toBe(2)
    expect(stderr).toContain(reason)
  })

  test('decreasing times are sorted, and that is said', async () => {
    const fit = await imported(stored('back.csv', csv(rising.toReversed())))
    expect(fit.arrivals.ratePerSecond.value).toBeCloseTo(1, 9)
    expect(fit.remarks).toContainEqual(
      'times decrease at 39 of 40 requests, by 1000 ms at most; requests were sorted by time',
    )
  })
})

test('the command knows the verb', async () => {
  const { status, stdout } = await tandem('trace', '--help')
  expect([status, stdout]).toEqual([0, expect.stringContaining('Usage: tandem trace import FILE')])
})
