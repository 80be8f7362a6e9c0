import { expect, it } from 'vitest'
import { type Flow, sleep } from '#core/flow/effect.ts'
import type { Outcome } from '#core/flow/task.ts'
import { timeout } from '#core/flow/timeout.ts'
import { handDriver } from './hand-driver.ts'

function* after(ms: number): Flow<string> {
  yield* sleep(ms)
  return 'done'
}

function outcomeOf(flow: Flow<string>) {
  const { runner, clock, runUntilIdle, pending } = handDriver()
  let outcome: Outcome<string> | undefined
  runner.start(flow, 0, undefined, (end) => {
    outcome = end
  })
  runUntilIdle()
  return { outcome: outcome!, now: clock.now, pending: pending() }
}

it('a flow that ends in time gives its value and leaves no timer', () => {
  expect(outcomeOf(timeout(after(5), 10, 'a read'))).toEqual({
    outcome: { kind: 'done', value: 'done' },
    now: 5,
    pending: 0,
  })
})

it('one that does not is cancelled at its deadline, and the error names it', () => {
  const { outcome, now } = outcomeOf(timeout(after(50), 10, 'a read'))
  expect(now).toBe(10)
  expect(outcome).toMatchObject({
    kind: 'failed',
    error: { code: 'Timeout', message: 'a read took longer than 10 ms' },
  })
})
