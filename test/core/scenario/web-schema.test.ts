import { expect, it } from 'vitest'
import { webScenario } from '#core/scenario/web-schema.ts'
import { check } from '#core/schema.ts'

const written = (more: object) =>
  check(webScenario, { model: 'web', name: 'w', workload: { users: 10 }, ...more }, '', 'written')

it('a web backend has a default for everything but its name and its workload', () => {
  const { value, problems } = written({})
  expect(problems).toEqual([])
  expect(check(webScenario, value).problems).toEqual([])
})

it('knows every random time that a station knows', () => {
  const query = { shape: 'bounded-pareto', alpha: 1.5, low: '1 ms', high: '1 s' }
  expect(written({ database: { query } })).toMatchObject({
    value: { database: { query: { alpha: 1.5 } } },
    problems: [],
  })
})

it('names each condition between fields that is broken', () => {
  const paths = written({
    gateway: { ttlMin: '2 s', ttlMax: '1 s' },
    render: { shardsMin: 9, shardsMax: 8 },
  }).problems
  expect(paths.map(({ path }) => path)).toEqual(['gateway.ttlMin', 'render.shardsMin'])
})
