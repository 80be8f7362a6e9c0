import { expect, it } from 'vitest'
import { parseScenario } from '#core/scenario-schema.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

it('code is compiled before the run, unless a scenario says otherwise', () => {
  expect(smallScenario().nodes.coldCode).toMatchObject({ extraRatio: 0, compileMs: 0 })
  const given = { extraRatio: 0.4, compile: '1 ms', requestsToHalf: 700, requestsBefore: 0 }
  const { coldCode } = smallScenario({ nodes: { coldCode: given } }).nodes
  expect(coldCode).toEqual({ extraRatio: 0.4, compileMs: 1, requestsToHalf: 700, requestsBefore: 0 })
})

it.each([
  ['extraRatio', -1, 'nodes.coldCode.extraRatio'],
  ['requestsToHalf', 0, 'nodes.coldCode.requestsToHalf'],
  ['compile', 'soon', 'nodes.coldCode.compile'],
])('%s %s is refused by its place', (name, value, place) => {
  const { problems } = parseScenario({
    ...{ model: 'web', name: 'x', workload: { users: 1 } },
    nodes: { coldCode: { [name]: value } },
  })
  expect(problems.map(({ path }) => path)).toContain(place)
})
