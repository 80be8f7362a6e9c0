import { describe, expect, it } from 'vitest'
import type { Operation } from '#experiments/consistency/history.ts'
import { monotonicReads, readYourWrites } from '#experiments/consistency/session.ts'

const operation = (kind: 'read' | 'write', value: number, start: number, process = 0): Operation => ({
  process,
  key: 0,
  kind,
  value,
  start,
  end: start + 2,
  status: 'ok',
})

describe('guarantees of a session', () => {
  it('monotonic reads: a process never goes back, another one may be behind, overlapping reads are in no order', () => {
    const first = operation('read', 2, 0)
    expect(monotonicReads([first, operation('read', 1, 5, 1)]).holds).toBe(true)
    expect(monotonicReads([first, operation('read', 1, 1)]).holds).toBe(true)
    const back = operation('read', 1, 5)
    expect(monotonicReads([first, back])).toMatchObject({ holds: false, counterExample: [first, back] })
  })

  it('read your writes: a process sees what it was told to have written', () => {
    const write = operation('write', 2, 0)
    expect(readYourWrites([write, operation('read', 1, 5, 1)]).holds).toBe(true)
    expect(readYourWrites([write, operation('read', 3, 5)]).holds).toBe(true)
    const missed = operation('read', 1, 5)
    expect(readYourWrites([write, missed])).toMatchObject({ holds: false, counterExample: [write, missed] })
    expect(readYourWrites([{ ...write, status: 'info', end: Number.POSITIVE_INFINITY }, missed]).holds).toBe(
      true,
    )
  })
})
