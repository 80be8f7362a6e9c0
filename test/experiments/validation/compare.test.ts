import { describe, expect, it } from 'vitest'
import { comparedMetrics, compareLive } from '#experiments/validation/compare.ts'
import type { RunResult } from '#sim/result.ts'

const simulated = (value: number): RunResult => ({
  scenario: 'small',
  seed: 1,
  replication: 0,
  fingerprint: '',
  virtualMs: 1_000,
  warmUpMs: 0,
  events: 0,
  metrics: Object.fromEntries(comparedMetrics.map((metric) => [metric, { value, unit: '' }])),
  series: [],
  responseMs: [],
  stagesMs: {},
})
const live = (value: number) => Object.fromEntries(comparedMetrics.map((metric) => [metric, value]))
const where = { id: 'as written', policy: 'lru', load: '5 users', role: 'fit' } as const

describe('comparison of live and simulated runs', () => {
  it('gives means, half the range of the live runs, and the relative error of the simulation', () => {
    const [cell] = compareLive(where, [live(8), live(12)], [simulated(10), simulated(12), simulated(90)])
    expect(cell).toMatchObject({ ...where, live: 10, liveSpread: 2, simulated: 11 })
    expect(cell!.errorRatio).toBeCloseTo(0.1, 12)
  })

  it('is within noise where the interval of the simulation meets the range of the live runs', () => {
    const isWithin = (values: number[], results: number[]) =>
      compareLive(where, values.map(live), results.map(simulated))[0]!.withinNoise
    expect(isWithin([8, 12], [10])).toBe(true)
    expect(isWithin([8, 9], [10])).toBe(false)
    expect(isWithin([8, 9], [9.5, 11])).toBe(true)
  })

  it('of two zeros has no error, of a zero alone an infinite one', () => {
    const error = (one: number, other: number) =>
      compareLive(where, [live(one)], [simulated(other)])[0]!.errorRatio
    expect(error(0, 0)).toBe(0)
    expect(error(0, 1)).toBe(Number.POSITIVE_INFINITY)
  })

  it('has one cell for each metric', () => {
    expect(compareLive(where, [live(1)], [simulated(1)]).map(({ metric }) => metric)).toEqual([
      ...comparedMetrics,
    ])
  })
})
