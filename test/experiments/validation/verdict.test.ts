import { describe, expect, it } from 'vitest'
import type { ValidationCell } from '#experiments/validation/compare.ts'
import { aimResults, worstCells } from '#experiments/validation/verdict.ts'

const cell = (id: string, metric: string, live: number, simulated: number, spread = 0): ValidationCell => ({
  ...{ id, policy: '', load: '', role: 'holdout', metric, live, liveRuns: [live], simulated },
  ...{ liveSpread: spread, low: simulated, high: simulated, errorRatio: simulated / live - 1 },
  withinNoise: Math.abs(simulated - live) <= spread,
})
const fact = (id: string, otherPrograms = 0) => ({
  ...{
    id,
    otherPrograms,
    latenessMs: 0,
    failed: 0,
    remoteFailures: 0,
    isSaturated: false,
    isClockSet: false,
  },
})

describe('what a validation aims at', () => {
  it('is met by the median error, or by twice the live spread', () => {
    const cells = [
      cell('a', 'responseMs.mean', 10, 10.5),
      cell('b', 'responseMs.mean', 10, 10.7),
      cell('c', 'responseMs.mean', 10, 30),
      cell('a', 'responseMs.p95', 10, 15, 3),
      cell('a', 'hitRatio.l1', 0.5, 0.53),
    ]
    const [mean, p95, hits] = aimResults(cells)
    expect(mean).toMatchObject({ allowed: 0.08, within: 2, cells: 3, isMet: true })
    expect(mean!.medianError).toBeCloseTo(0.07, 9)
    expect(p95).toMatchObject({ allowed: 0.6, isMet: true })
    expect(hits).toMatchObject({ metric: 'hitRatio.l1', isMet: false })
    expect(hits!.medianError).toBeCloseTo(0.03, 9)
  })

  it('leaves out cells where costs were measured', () => {
    expect(aimResults([{ ...cell('a', 'responseMs.mean', 1, 9), role: 'fit' }])).toEqual([])
  })
})

describe('the cells furthest off', () => {
  const utilisation = (id: string, live: number, simulated: number) =>
    cell(id, 'utilisation.node', live, simulated)

  it('come with the worst of each, and the likely reason', () => {
    const cells = [
      cell('busy', 'responseMs.p95', 10, 30),
      cell('busy', 'responseMs.mean', 10, 12),
      utilisation('busy', 0.8, 0.81),
      cell('cost', 'responseMs.mean', 10, 13),
      utilisation('cost', 0.4, 0.6),
      cell('hits', 'responseMs.mean', 10, 14),
      cell('hits', 'hitRatio.l1', 0.5, 0.6),
      cell('others', 'responseMs.mean', 10, 15),
      cell('good', 'responseMs.mean', 10, 10),
    ]
    const worst = worstCells(cells, [fact('others', 0.4), fact('busy')], 9)
    expect(worst.map(({ id, metric }) => `${id} ${metric}`)).toEqual([
      'busy responseMs.p95',
      'others responseMs.mean',
      'hits responseMs.mean',
      'cost responseMs.mean',
    ])
    expect(worst.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('near saturation'),
      expect.stringContaining('other programs'),
      expect.stringContaining('hitRatio.l1 is off by 10.0 points'),
      expect.stringContaining('processor time is off by 50 %'),
    ])
  })

  it('are those of the live runs where these differ by more than a simulation could be blamed for', () => {
    const [worst] = worstCells([cell('unsteady', 'responseMs.mean', 10, 14, 2)], [fact('unsteady')], 1)
    expect(worst!.reason).toBe('the live runs themselves, which differ by 20 % to either side')
  })

  it('are not excused by live runs that differ by much less than the error', () => {
    const [worst] = worstCells([cell('far', 'responseMs.mean', 10, 16, 2)], [fact('far')], 1)
    expect(worst!.reason).toBe('unknown')
  })

  it('are cold beside the nodes, where everything has just started', () => {
    const cells = [cell('cold start', 'responseMs.p50', 10, 6), utilisation('cold start', 0.2, 0.21)]
    const [worst] = worstCells(cells, [fact('cold start')], 1)
    expect(worst!.reason).toBe('generator, gateway and shared cache are cold, too')
  })
})
