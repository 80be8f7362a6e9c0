import { describe, expect, it } from 'vitest'
import { TandemError } from '#core/errors.ts'
import { type Flow, sleep } from '#core/flow/effect.ts'
import { type Ending, observed } from '#core/flow/observed.ts'
import type { Outcome } from '#core/flow/task.ts'
import { timeout } from '#core/flow/timeout.ts'
import { handDriver } from './hand-driver.ts'

function* endsAfter(ms: number, error?: Error): Flow<string> {
  yield* sleep(ms)
  if (error !== undefined) throw error
  return 'done'
}

/** How the flow ended as it was told, and as its caller sees it; `cutMs` gives it up. */
function run(flow: Flow<string>, cutMs?: number) {
  const { runner, clock, at, runUntilIdle } = handDriver()
  const told: (Ending | undefined)[] = []
  let outcome: Outcome<string> | undefined
  at(100, () => {
    const watched = observed(flow, clock, (ending) => told.push(ending))
    runner.start(cutMs === undefined ? watched : timeout(watched, cutMs, 'it'), 0, undefined, (end) => {
      outcome = end
    })
  })
  runUntilIdle()
  return { told, outcome: outcome! }
}

describe('an observed flow', () => {
  it('gives its value and tells how long it took', () => {
    expect(run(endsAfter(7))).toEqual({
      told: [{ ms: 7, isFailed: false }],
      outcome: { kind: 'done', value: 'done' },
    })
  })

  it('raises its error and tells that it failed', () => {
    const error = new TandemError('OriginUnavailable', 'gone')
    expect(run(endsAfter(3, error))).toEqual({
      told: [{ ms: 3, isFailed: true }],
      outcome: { kind: 'failed', error },
    })
  })

  it('tells no ending when it is given up', () => {
    const { told, outcome } = run(endsAfter(50), 10)
    expect(told).toEqual([undefined])
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'Timeout' } })
  })
})
