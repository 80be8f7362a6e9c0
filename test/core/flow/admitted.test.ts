import { describe, expect, it } from 'vitest'
import type { Admit } from '#core/admit/admit.ts'
import { admitted } from '#core/flow/admitted.ts'
import { type Flow, sleep } from '#core/flow/effect.ts'
import type { Outcome } from '#core/flow/task.ts'
import { handDriver } from './hand-driver.ts'

function* work(): Flow<string> {
  yield* sleep(4)
  return 'done'
}

/** A request at a door that lets in what is at most so unimportant; the calls that the admission saw, and the end. */
function run(kind: 'read' | 'write', priorityMax: number) {
  const { runner, clock, runUntilIdle } = handDriver()
  const calls: unknown[] = []
  const admit: Admit = {
    tryEnter: (request) => {
      calls.push(request)
      return request!.priority <= priorityMax
    },
    finished: (ending) => calls.push(ending),
    retryAfterMs: () => 9,
  }
  let outcome: Outcome<string> | undefined
  const request = { id: 0, kind, tenant: 0, page: 1, query: 0 }
  runner.start(admitted(request, { admit, clock, who: 'the door' }, work), 0, undefined, (end) => {
    outcome = end
  })
  runUntilIdle()
  return { calls, outcome: outcome! }
}

describe('a request at an admission', () => {
  it('that is let in is done, and the admission is told how it ended', () => {
    expect(run('read', 1)).toEqual({
      calls: [{ priority: 1 }, { ms: 4, isFailed: false }],
      outcome: { kind: 'done', value: 'done' },
    })
  })

  it('that is refused does nothing, counts for nothing and is told when to come back', () => {
    const { calls, outcome } = run('read', 0)
    expect(calls).toEqual([{ priority: 1 }])
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'QueueFull', message: 'the door admits no more; try again in 9 ms' },
    })
  })

  it('is more important when it writes', () => {
    expect(run('write', 0).outcome.kind).toBe('done')
  })
})
