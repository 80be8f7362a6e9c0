import { describe, expect, it } from 'vitest'
import type { Entry } from '#experiments/sweep/journal.ts'
import { readPlan } from '#experiments/sweep/plan.ts'
import { resultsCsv, summaries, summaryCsv } from '#experiments/sweep/tables.ts'
import { stationFile } from '../short-station.ts'

const planOf = (...vary: string[]) =>
  readPlan(stationFile(), { vary, set: [], seed: undefined, replications: 2 })
const entries: Entry[] = [
  { cell: 0, replication: 0, metrics: { m: 1, n: null }, problem: '', fingerprint: 'f0' },
  { cell: 0, replication: 1, metrics: { m: 3, n: 5 }, problem: '', fingerprint: 'f1' },
  { cell: 1, replication: 0, metrics: {}, problem: 'died, sadly', fingerprint: '' },
].map((entry) => ({ seed: 1, virtualMs: 1000, events: 10, ...entry }))
const journal = {
  find: (cell: number, replication: number) =>
    entries.find((entry) => entry.cell === cell && entry.replication === replication),
}

describe('the tables of a sweep', () => {
  const plan = planOf('servers=1,2,0')

  it('have a row for every cell and replication, whatever became of it', () => {
    expect(resultsCsv(plan, journal).split('\n')).toEqual([
      'cell,servers,seed,replication,fingerprint,virtualMs,events,m,n,problem',
      '0,1,1,0,f0,1000,10,1,,',
      '0,1,1,1,f1,1000,10,3,5,',
      '1,2,1,0,,,,,,"died, sadly"',
      '1,2,1,1,,,,,,not run',
      '2,0,1,0,,,,,,servers: 0 is out of range (allowed: whole number 1 to 4096)',
      '2,0,1,1,,,,,,servers: 0 is out of range (allowed: whole number 1 to 4096)',
      '',
    ])
  })

  it('have means and intervals of each cell', () => {
    const [header, first, second, third] = summaryCsv(plan, journal).split('\n')
    expect(header).toBe('cell,servers,seed,replications,m,m.low,m.high,n,n.low,n.high,problem')
    const [, , , replications, mean, low, high, ...rest] = first!.split(',')
    expect([replications, mean]).toEqual(['2', '2'])
    // Student, one degree of freedom: 2 -+ 12.706.
    expect(Number(low)).toBeCloseTo(2 - 12.7062, 3)
    expect(Number(high)).toBeCloseTo(2 + 12.7062, 3)
    expect(rest).toEqual(['5', '5', '5', ''])
    expect(second).toBe('1,2,1,0,,,,,,,"1 of 2 runs failed: died, sadly"')
    expect(third).toMatch(/^2,0,1,0,,,,,,,servers: 0 is out of range/)
  })

  it('tell what was not run', () => {
    const [cell] = summaries(planOf('servers=1'), {
      find: (_, replication) => journal.find(0, replication + 1),
    })
    expect(cell).toMatchObject({ replications: 1, problem: '1 of 2 not run', values: { servers: '1' } })
  })

  it('have one column of seeds when the seed is varied', () => {
    const [header, first] = resultsCsv(planOf('seed=8,9'), journal).split('\n')
    expect(header).toBe('cell,seed,replication,fingerprint,virtualMs,events,m,n,problem')
    expect(first).toMatch(/^0,8,0,/)
  })
})
