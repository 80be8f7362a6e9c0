import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseScenario } from '#core/scenario-schema.ts'
import { fitTrace } from '#experiments/trace/fit.ts'
import { recorder } from '#experiments/trace/recorder.ts'
import { withWorkload, workloadOf, workloadValue, workloadYaml } from '#experiments/trace/workload.ts'

const { add, finish } = recorder({ salt: 'salt of a test', key: 'path' })
for (let i = 0; i < 400; i++)
  add({
    atMs: i * 997.5,
    client: `${i % 3}`,
    url: `/${(i * i) % 23}`,
    isWrite: i % 10 === 0,
    status: 200,
    bytes: 900 + ((i * i) % 23),
  })
const fit = fitTrace(finish(), { gapMs: 1e6, seed: 1 })
const { sessions, ...withoutClients } = fit

test('a scenario takes it as it is', () => {
  for (const kind of ['open', 'closed'] as const) {
    const yaml = workloadYaml(workloadOf(fit, kind), 'a title')
    expect(yaml).toMatch(/^# a title\n/)
    const { scenario, problems } = parseScenario({ model: 'web', workload: parse(yaml) })
    expect(problems.filter(({ path }) => path.startsWith('workload'))).toEqual([])
    expect(parse(yaml)).toEqual(workloadValue(workloadOf(fit, kind)))
    if (scenario?.model === 'web') expect(scenario.workload.arrivals).toBe(kind)
  }
})

test('closed arrivals need clients', () => {
  expect(sessions?.clients).toBe(3)
  expect(() => workloadOf({ ...withoutClients, sessions: undefined }, 'closed')).toThrow(
    '--arrivals closed: the log tells no clients',
  )
})

test('what the log does not tell is left out', () => {
  const names = workloadOf(
    { ...fit, popularity: undefined, writeRatio: undefined, pageBytes: undefined },
    'open',
  )
  expect(names.map(({ name }) => name)).toEqual(['arrivals', 'rate'])
})

const base = `# kept
model: web
name: shop
duration: 60 s
workload:
  users: 7
  thinkTime: { shape: constant, mean: 3 s }
  tenants: 9 # kept, too
`

test('a base keeps all else, comments and what the log does not tell', () => {
  const written = withWorkload(base, { path: 'base.yaml', lines: workloadOf(fit, 'open') })
  expect(written).toContain('# kept\n')
  expect(written).toContain('tenants: 9 # kept, too')
  expect(written).not.toContain('users')
  const { scenario, problems } = parseScenario(parse(written))
  expect(problems).toEqual([])
  expect(scenario).toMatchObject({
    name: 'shop',
    workload: { arrivals: 'open', tenants: 9, pages: fit.popularity!.pages.value },
  })
})

test('a base that is no web scenario is refused', () => {
  const lines = workloadOf(fit, 'open')
  expect(() => withWorkload('model: station\n', { path: 'mm1.yaml', lines })).toThrow(
    'mm1.yaml: model: this needs a web backend',
  )
  expect(() => withWorkload(`${base}nodes: { count: 0 }\n`, { path: 'b.yaml', lines })).toThrow(
    'b.yaml: nodes.count',
  )
})

function rising() {
  const log = recorder({ salt: 'salt of a test', key: 'path' })
  for (let minute = 0; minute < 20; minute++)
    for (let i = 0; i < (minute < 10 ? 20 : 200); i++)
      log.add({
        atMs: minute * 60_000 + (i * 60_000) / (minute < 10 ? 20 : 200),
        client: `${i % 3}`,
        url: `/${(i * i) % 23}`,
        isWrite: false,
        status: 200,
        bytes: 900,
      })
  return fitTrace(log.finish(), { gapMs: 1e6, seed: 1 })
}

test('ups and downs of a log become a curve, which follows them', () => {
  const lines = workloadOf(rising(), 'open')
  const { scenario, problems } = parseScenario(
    parse(withWorkload(base, { path: 'base.yaml', lines })) as Record<string, unknown>,
  )
  expect(problems).toEqual([])
  const { stepMs, ratesPerSecond } = scenario?.model === 'web' ? scenario.workload.rateCurve! : never()
  expect(stepMs * ratesPerSecond.length).toBeGreaterThan(1_190_000)
  expect(ratesPerSecond[0]).toBeCloseTo(1 / 3, 0)
  expect(ratesPerSecond.at(-2)).toBeGreaterThan(3)
})

test('a log passes faster: higher rates in shorter steps, the same number of requests', () => {
  const atSpeed = (speed: number) => workloadValue(workloadOf(rising(), 'open', speed))
  const [slow, fast] = [atSpeed(1), atSpeed(10)] as {
    rateCurve: { step: string; ratesPerSecond: number[] }
  }[]
  expect(Number.parseFloat(fast!.rateCurve.step)).toBeCloseTo(Number.parseFloat(slow!.rateCurve.step) / 10, 2)
  for (const [index, rate] of fast!.rateCurve.ratesPerSecond.entries())
    expect(rate / 10).toBeCloseTo(slow!.rateCurve.ratesPerSecond[index]!, 3)
})

function never(): never {
  throw new Error('expected a web scenario')
}
