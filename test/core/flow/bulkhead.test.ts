import { describe, expect, it } from 'vitest'
import { bulkhead } from '#core/flow/bulkhead.ts'
import { type Flow, sleep } from '#core/flow/effect.ts'
import { Semaphore } from '#core/flow/semaphore.ts'
import { handDriver } from './hand-driver.ts'

describe('a bulkhead', () => {
  it('lets so many in, so many wait, and refuses the rest; all places are given back', () => {
    const { runner, runUntilIdle } = handDriver()
    const places = new Semaphore(2)
    const outcomes: string[] = []
    const visit = (fails: boolean) =>
      bulkhead(places, 1, function* (): Flow<void> {
        yield* sleep(10)
        if (fails) throw new Error('wrong')
      })
    for (const fails of [true, false, false, false])
      runner.start(visit(fails), 0, undefined, (outcome) =>
        outcomes.push(outcome.kind === 'failed' ? outcome.error.name : outcome.kind),
      )
    runUntilIdle()
    expect(outcomes).toEqual(['QueueFull', 'Error', 'done', 'done'])
    expect(places.held).toBe(0)
  })
})
