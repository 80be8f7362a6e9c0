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
  expect(sessions).toBeDefined()
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
