import { describe, expect, it } from 'vitest'
import { RetryBudget } from '#core/admit/retry-budget.ts'
import { TandemError } from '#core/errors.ts'
import { type Flow, sleep } from '#core/flow/effect.ts'
import { retry } from '#core/flow/retry.ts'
import type { Outcome } from '#core/flow/task.ts'
import { stream } from '#core/random.ts'
import { handDriver } from './hand-driver.ts'

function run(
  failures: number,
  given: { retriesMax?: number; deadlineAtMs?: number; minPerSecond?: number; error?: Error } = {},
) {
  const { runner, clock, runUntilIdle } = handDriver()
  const starts: number[] = []
  const { error = new TandemError('NodeUnavailable', 'gone'), minPerSecond = 10 } = given
  function* attempt(tries: number): Flow<string> {
    starts.push(clock.now)
    yield* sleep(10)
    if (tries < failures) throw error
    return 'done'
  }
  const seen: { outcome?: Outcome<string> } = {}
  const flow = retry(attempt, {
    clock,
    random: stream(1, 'retry'),
    budget: new RetryBudget({ ttlMs: 10_000, minPerSecond, share: 0.2 }),
    retriesMax: given.retriesMax ?? 3,
    backoff: { baseMs: 25, maxMs: 250 },
    deadlineAtMs: given.deadlineAtMs ?? Infinity,
  })
  runner.start(flow, 0, undefined, (outcome) => {
    seen.outcome = outcome
  })
  runUntilIdle()
  return { starts, outcome: seen.outcome! }
}

describe('retries', () => {
  it('try again until it succeeds, with waits between', () => {
    const { starts, outcome } = run(2)
    expect(outcome).toMatchObject({ kind: 'done', value: 'done' })
    expect(starts).toHaveLength(3)
    expect(starts[1]! - starts[0]! - 10).toBeLessThan(25)
    expect(starts[2]! - starts[1]! - 10).toBeLessThan(50)
  })

  it('end with the last error after so many', () => {
    expect(run(9).starts).toHaveLength(4)
    expect(run(9).outcome).toMatchObject({ kind: 'failed', error: { code: 'NodeUnavailable' } })
  })

  it('do not begin after the deadline or without a budget', () => {
    expect(run(9, { deadlineAtMs: 10 }).starts).toHaveLength(1)
    expect(run(9, { minPerSecond: 0 }).starts).toHaveLength(1)
  })

  it('are not for errors that do not pass, such as a request that was shed', () => {
    expect(run(9, { error: new TandemError('QueueFull', 'shed') }).starts).toHaveLength(1)
    expect(run(9, { error: new Error('wrong') }).starts).toHaveLength(1)
  })
})
