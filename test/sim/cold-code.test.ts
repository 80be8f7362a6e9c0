import { describe, expect, it } from 'vitest'
import type { ColdCodeConfig } from '#core/scenario/cold-code-schema.ts'
import { createColdCode } from '#sim/cold-code.ts'
import { simulate } from '#sim/simulate.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const scenario = (changed: Partial<ColdCodeConfig>) => {
  const base = smallScenario()
  const coldCode = { ...base.nodes.coldCode, requestsBefore: 0, requestsToHalf: 100, ...changed }
  return { ...base, nodes: { ...base.nodes, count: 2, coldCode } }
}

describe('cold code', () => {
  it('is not there unless it costs something', () => {
    expect(createColdCode(scenario({}))).toBeUndefined()
  })

  it('gets warm with the requests of its node, and cold again with a new process', () => {
    const code = createColdCode(scenario({ extraRatio: 0.8, compileMs: 3 }))!
    expect([code.factor(0), code.compileMs(0)]).toEqual([1.8, 3])
    for (let request = 0; request < 100; request++) code.answered(0)
    expect(code.factor(0)).toBeCloseTo(1.4, 9)
    expect(code.compileMs(0)).toBeCloseTo(1.5, 9)
    expect(code.factor(1)).toBe(1.8)
    code.restarted(0)
    expect(code.factor(0)).toBe(1.8)
  })

  it('is warm already where requests came before', () => {
    const code = createColdCode(scenario({ extraRatio: 0.8, requestsBefore: 200 }))!
    expect(code.factor(0)).toBeCloseTo(1 + 0.8 / 3, 9)
  })

  const utilisation = (changed: Partial<ColdCodeConfig>) => {
    const one = scenario(changed)
    const costs = { ...one.costs, threads: { fixedMs: 0.1, msPerKiB: 0, cv: 0, factors: [] } }
    return simulate({ ...one, costs }).metrics['utilisation.node']!.value
  }

  it('makes the nodes of a run work more, at their loops and beside them, and less when they were warm', () => {
    const compiled = utilisation({})
    const slow = utilisation({ extraRatio: 2, requestsToHalf: 1e9 })
    expect(slow / compiled).toBeGreaterThan(2)
    expect(slow / compiled).toBeLessThan(3.5)
    expect(utilisation({ compileMs: 1, requestsToHalf: 1e9 })).toBeGreaterThan(1.2 * compiled)
    expect(utilisation({ extraRatio: 2, requestsBefore: 1e6 })).toBeCloseTo(compiled, 3)
  })

  it('begins again after a crash', () => {
    const warm = scenario({ extraRatio: 20, requestsBefore: 1e6, requestsToHalf: 1000 })
    const crashes = [{ node: 0, atMs: 1100, forMs: 100 }]
    const busy = (one: typeof warm) => simulate(one).metrics['utilisation.node']!.value
    expect(busy({ ...warm, faults: { ...warm.faults, crashes } })).toBeGreaterThan(2 * busy(warm))
  })
})
