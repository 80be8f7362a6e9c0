import { expect, it } from 'vitest'
import { parseScenario } from '#core/scenario-schema.ts'

const problems = (faults: unknown) =>
  parseScenario({ model: 'web', name: 'x', workload: {}, nodes: { count: 2 }, faults }).problems

it('reads faults with units and has none by default', () => {
  const crashes = [{ node: 1, at: '1 s', for: '200 ms' }]
  const { scenario } = parseScenario({ model: 'web', name: 'x', workload: {}, faults: { crashes } })
  if (scenario?.model !== 'web') throw new Error('a web scenario')
  expect(scenario.faults.crashes).toEqual([{ node: 1, atMs: 1000, forMs: 200 }])
  expect(scenario.faults.stalls).toEqual([])
  expect(scenario.faults.messages.lostRatio).toBe(0)
})

it('says what is wrong: a node that is not there, a share above 1, a window without length', () => {
  expect(problems({ crashes: [{ node: 2, at: '1 s', for: '1 s' }] })[0]).toMatchObject({ path: 'faults' })
  expect(problems({ clockSkews: [{ node: 2 }] })[0]).toMatchObject({ path: 'faults' })
  expect(problems({ clockSkews: [{ node: 0, driftRatio: -1 }] })[0]).toMatchObject({
    path: 'faults.clockSkews[0].driftRatio',
  })
  expect(problems({ pauses: [{ node: 2, at: '1 s', for: '1 s' }] })[0]).toMatchObject({ path: 'faults' })
  expect(problems({ messages: { lostRatio: 2 } })[0]).toMatchObject({ path: 'faults.messages.lostRatio' })
  expect(problems({ stalls: [{ at: '1 s' }] })[0]).toMatchObject({ message: 'is missing' })
})
