import { describe, expect, it } from 'vitest'
import { readPlan, seedOf } from '#experiments/sweep/plan.ts'
import { stationFile } from '../short-station.ts'

const path = stationFile()
const plan = (vary: string[], more: { set?: string[]; seed?: number; replications?: number } = {}) =>
  readPlan(path, { vary, set: more.set ?? [], seed: more.seed, replications: more.replications })

describe('the plan of a sweep', () => {
  it('has a scenario for each cell, on top of what is set', () => {
    const { cells, replications } = plan(['servers=1,2'], { set: ['service.mean=2 ms'] })
    expect(cells.map(({ scenario }) => scenario)).toMatchObject([
      { servers: 1, service: { meanMs: 2 } },
      { servers: 2, service: { meanMs: 2 } },
    ])
    expect(replications).toBe(4)
  })

  it('keeps the problem of a cell among others', () => {
    const { cells } = plan(['servers=0,1', 'service.mean=1 ms,1 W'])
    expect(cells.map(({ problem }) => problem)).toEqual([
      'servers: 0 is out of range (allowed: whole number 1 to 4096)',
      expect.stringMatching(
        /^service\.mean: '1 W' is not in ms.*; servers: 0|^servers: 0.*; service\.mean: '1 W'/,
      ),
      '',
      expect.stringMatching(/^service\.mean: '1 W' is not in ms/),
    ])
  })

  it('is wrong input when no cell can run or the base is wrong', () => {
    expect(() => plan(['severs=1,2'])).toThrow(
      /no cell can run; the first: severs: unknown key 'severs', did you mean 'servers'/,
    )
    expect(() => plan(['servers=1,2'], { set: ['service.mean=1 W'] })).toThrow(/station\.yaml: service\.mean/)
    expect(() => plan(['servers=1..4000:4000'], { replications: 1000 })).toThrow(
      /4000000 runs, allowed at most 1000000/,
    )
  })

  it('has one identity for the same runs: base, design and seed, whatever the replications', () => {
    const { identity } = plan(['servers=1,2'])
    expect(plan(['servers=1,2'], { replications: 9 }).identity).toBe(identity)
    expect(plan(['servers=1,2'], { seed: 1 }).identity).toBe(identity)
    expect(plan(['servers=1,2'], { seed: 2 }).identity).not.toBe(identity)
    expect(plan(['servers=1,3']).identity).not.toBe(identity)
    expect(plan(['servers=1,2'], { set: ['service.mean=2 ms'] }).identity).not.toBe(identity)
  })

  it('lets each cell have its own seed when the seed is varied', () => {
    const varied = plan(['seed=5,6'])
    expect(varied.cells.map((cell) => seedOf(varied, cell))).toEqual([5, 6])
    const fixed = plan(['servers=1,2'], { seed: 9 })
    expect(fixed.cells.map((cell) => seedOf(fixed, cell))).toEqual([9, 9])
  })
})
