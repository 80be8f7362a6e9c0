import { describe, expect, it } from 'vitest'
import { type Flow, sleep } from '#core/flow/effect.ts'
import { hedge } from '#core/flow/hedge.ts'
import type { Outcome } from '#core/flow/task.ts'
import { handDriver } from './hand-driver.ts'

function run(timesMs: number[], may = true) {
  const { runner, clock, runUntilIdle } = handDriver()
  const copies: { startedMs: number; endedMs?: number }[] = []
  function* attempt(copy: number): Flow<number> {
    const seen: { startedMs: number; endedMs?: number } = { startedMs: clock.now }
    copies[copy] = seen
    try {
      yield* sleep(timesMs[copy]!)
      return copy
    } finally {
      seen.endedMs = clock.now
    }
  }
  let outcome: Outcome<number> | undefined
  runner.start(
    hedge(attempt, 50, () => may),
    0,
    undefined,
    (ended) => {
      outcome = ended
    },
  )
  runUntilIdle()
  expect(runner.live).toBe(0)
  return { copies, outcome, now: clock.now }
}

describe('a hedge', () => {
  it('is not sent when the first copy is quick', () => {
    const { copies, outcome } = run([49, 1])
    expect(outcome).toMatchObject({ value: 0 })
    expect(copies).toHaveLength(1)
  })

  it('wins when it is first, and the other is cancelled', () => {
    const { copies, outcome } = run([500, 20])
    expect(outcome).toMatchObject({ value: 1 })
    expect(copies).toEqual([
      { startedMs: 0, endedMs: 70 },
      { startedMs: 50, endedMs: 70 },
    ])
  })

  it('loses when the first copy is first after all, and is not sent without leave', () => {
    expect(run([60, 500]).outcome).toMatchObject({ value: 0 })
    const refused = run([500, 20], false)
    expect(refused.outcome).toMatchObject({ value: 0 })
    expect(refused.copies).toHaveLength(1)
  })
})
