import { describe, expect, it } from 'vitest'
import { isElastic, nodesAtMost, processorsEach } from '#core/scenario/fleet-schema.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const nodesOf = (nodes: Record<string, unknown>) => smallScenario({ nodes }).nodes
const problemsOf = (nodes: Record<string, unknown>, rest: Record<string, unknown> = {}) =>
  parseScenario({
    model: 'web',
    name: 'fleet',
    duration: '3 s',
    warmUp: '1 s',
    workload: { arrivals: 'closed', users: 5 },
    nodes,
    ...rest,
  }).problems.map(({ path, message }) => `${path} ${message}`)

describe('nodes that come and go', () => {
  it('are off by default: so many from the beginning to the end, of one processor each', () => {
    const nodes = nodesOf({ count: 3 })
    expect(isElastic(nodes)).toBe(false)
    expect(nodesAtMost(nodes)).toBe(3)
    expect(processorsEach(nodes)).toBe(1)
  })

  it('have as many numbers as there may be nodes', () => {
    const scaled = nodesOf({ count: 3, scale: { enabled: true, nodesMax: 8 } })
    expect([isElastic(scaled), nodesAtMost(scaled)]).toEqual([true, 8])
    const healed = nodesOf({ count: 3, heal: { enabled: true } })
    expect([isElastic(healed), nodesAtMost(healed)]).toEqual([true, 3])
    const functions = nodesOf({ count: 1, kind: 'serverless', scale: { nodesMax: 50 } })
    expect([isElastic(functions), nodesAtMost(functions)]).toEqual([true, 50])
  })

  it('share their processors in equal parts', () => {
    expect(processorsEach(nodesOf({ count: 4, processorsTotal: 16 }))).toBe(4)
    expect(processorsEach(nodesOf({ count: 32, processorsTotal: 16 }))).toBe(0.5)
  })

  it('are refused where bounds cross or parts exclude each other', () => {
    expect(problemsOf({ count: 2, scale: { enabled: true, nodesMin: 5, nodesMax: 3 } })[0]).toContain(
      'nodes.scale has more nodes at least than at most',
    )
    expect(problemsOf({ count: 20, scale: { enabled: true, nodesMax: 10 } })).toEqual([
      'nodes.scale does not allow the first 20',
    ])
    expect(problemsOf({ count: 1, kind: 'serverless', heal: { enabled: true } })).toEqual([
      'nodes.scale cannot be for a serverless fleet, which does both by itself',
    ])
    expect(problemsOf({ count: 1, processorsTotal: 4, scale: { enabled: true, by: 'vertical' } })).toEqual([
      'nodes.processorsTotal is what the policy decides',
    ])
    expect(problemsOf({ count: 1, kind: 'serverless' }, { resilience: { retriesMax: 2 } })).toEqual([
      'resilience cannot be for a serverless fleet',
    ])
    expect(problemsOf({ count: 1, kind: 'serverless' })).toEqual([])
    expect(problemsOf({ count: 1, scale: { enabled: true, by: 'kubernets-hpa' } })[0]).toContain(
      "did you mean 'kubernetes-hpa'",
    )
  })
})
