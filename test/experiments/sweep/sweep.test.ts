import { describe, expect, it } from 'vitest'
import { type Journal, openJournal } from '#experiments/sweep/journal.ts'
import { type Plan, readPlan } from '#experiments/sweep/plan.ts'
import { isComplete, runSweep, type SweepOptions } from '#experiments/sweep/sweep.ts'
import { resultsCsv, summaries, summaryCsv } from '#experiments/sweep/tables.ts'
import { folder, stationFile } from '../short-station.ts'

const path = stationFile()
const planOf = (vary: string[], replications = 3) =>
  readPlan(path, { vary, set: [], seed: undefined, replications })
const journalOf = (plan: Plan, out = folder()): Journal =>
  openJournal(out, { kind: 'sweep', identity: plan.identity, scenario: '', seed: 1, design: '' })
const tables = (plan: Plan, journal: Journal) => resultsCsv(plan, journal) + summaryCsv(plan, journal)
const { signal } = new AbortController()

async function swept(plan: Plan, options: Partial<SweepOptions> = {}): Promise<string> {
  const journal = journalOf(plan)
  await runSweep(plan, journal, { signal, ...options })
  journal.close()
  expect(isComplete(plan, journal)).toBe(true)
  return tables(plan, journal)
}

describe('a sweep', () => {
  const plan = planOf(['servers=1,2', 'service.mean=0.5 ms,1 ms'])

  it('gives the same bytes with 1, 2 and 4 workers', async () => {
    const one = await swept(plan, { workers: 1 })
    expect(await swept(plan, { workers: 2 })).toBe(one)
    expect(await swept(plan, { workers: 4 })).toBe(one)
  })

  it('gives the same bytes when it was stopped in the middle, each time it was', async () => {
    const whole = await swept(plan)
    const out = folder()
    let calls = 0
    for (let complete = false; !complete; calls++) {
      const journal = journalOf(plan, out)
      const abort = new AbortController()
      let first = Infinity
      await runSweep(plan, journal, {
        workers: 2,
        signal: abort.signal,
        progress: ({ runs }) => {
          first = Math.min(first, runs)
          if (runs >= first + 2) abort.abort()
        },
      })
      complete = isComplete(plan, journal)
      journal.close()
      if (complete) expect(tables(plan, journal)).toBe(whole)
    }
    expect(calls).toBeGreaterThan(2)
  })

  it('runs nothing again, and more replications extend it', async () => {
    const out = folder()
    const few = journalOf(plan, out)
    await runSweep(plan, few, { signal })
    few.close()
    const more = planOf(['servers=1,2', 'service.mean=0.5 ms,1 ms'], 4)
    const journal = journalOf(more, out)
    const seen: number[] = []
    await runSweep(more, journal, { signal, progress: ({ runs, of }) => seen.push(runs, of) })
    journal.close()
    expect(seen.slice(0, 2)).toEqual([13, 16])
    expect(tables(more, journal)).toBe(await swept(more))
  })

  it('finishes the other cells when runs die, and tells why', async () => {
    const dying = planOf(['servers=0,1,2'])
    const journal = journalOf(dying)
    const script = new URL('./dying-worker.ts', import.meta.url)
    await runSweep(dying, journal, { signal, script })
    expect(isComplete(dying, journal)).toBe(true)
    expect(summaries(dying, journal).map(({ replications, problem }) => [replications, problem])).toEqual([
      [0, 'servers: 0 is out of range (allowed: whole number 1 to 4096)'],
      [2, '1 of 3 runs failed: unstable:; the queue grows without end'],
      [0, '3 of 3 runs failed: worker exited with code: 9'],
    ])
    // The next call tries them again.
    await runSweep(dying, journal, { signal })
    journal.close()
    expect(summaries(dying, journal).map(({ replications }) => replications)).toEqual([0, 3, 3])
    expect(tables(dying, journal)).toBe(await swept(dying))
  })
})
