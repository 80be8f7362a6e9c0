import { expect, it } from 'vitest'
import { phases } from '#core/scenario/phase-schema.ts'
import { check } from '#core/schema.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

it('a phase has a name, a beginning and a length of at least a second', () => {
  expect(check(phases, [{ name: 'after', at: '3 s', for: '2 s' }], 'phases', 'written')).toMatchObject({
    value: [{ name: 'after', atMs: 3_000, forMs: 2_000 }],
    problems: [],
  })
  const { problems } = check(phases, [{ at: '3 s', for: '10 ms' }], 'phases', 'written')
  expect(problems.map(({ path }) => path)).toEqual(['phases[0].name', 'phases[0].for'])
})

it('there are none unless a scenario names some', () => {
  expect(smallScenario().phases).toEqual([])
})
