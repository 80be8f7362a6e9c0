import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Flow, sleep, wait } from '#core/flow/effect.ts'
import { Semaphore } from '#core/flow/semaphore.ts'
import type { Task } from '#core/flow/task.ts'
import { handDriver } from './hand-driver.ts'

describe('a semaphore', () => {
  it('never has more holders than places, serves in order, and loses no place, whoever is cancelled when', () => {
    const customer = fc.record({
      serviceMs: fc.nat(3),
      cancelAtMs: fc.option(fc.nat(20), { nil: undefined }),
    })
    fc.assert(
      fc.property(
        fc.array(customer, { maxLength: 20 }),
        fc.integer({ min: 1, max: 3 }),
        (customers, places) => {
          const { runner, at, runUntilIdle } = handDriver()
          const semaphore = new Semaphore(places)
          const began: number[] = []
          let holding = 0
          function* visit(index: number, serviceMs: number): Flow<void> {
            yield* wait(semaphore)
            try {
              began.push(index)
              expect(++holding).toBeLessThanOrEqual(places)
              yield* sleep(serviceMs)
            } finally {
              holding--
              semaphore.leave()
            }
          }
          for (const [index, { serviceMs, cancelAtMs }] of customers.entries()) {
            const task = runner.start(visit(index, serviceMs), 0, undefined, () => {})
            if (cancelAtMs !== undefined) at(cancelAtMs, () => task.cancel())
          }
          runUntilIdle()
          expect(began).toEqual([...began].sort((a, b) => a - b))
          expect(semaphore.held).toBe(0)
          expect(semaphore.queued).toBe(0)
          expect(runner.live).toBe(0)
          expect(began.length).toBeGreaterThanOrEqual(
            customers.filter(({ cancelAtMs }) => cancelAtMs === undefined).length,
          )
        },
      ),
    )
  })

  it('hands a place on when the flow it was granted to is cancelled before it ran', () => {
    const { runner, runUntilIdle } = handDriver()
    const semaphore = new Semaphore(1)
    const began: string[] = []
    let second: Task | undefined
    function* visit(name: string): Flow<void> {
      yield* wait(semaphore)
      began.push(name)
      semaphore.leave()
    }
    function* first(): Flow<void> {
      yield* wait(semaphore)
      yield* sleep(1)
      // Granted here, but this flow still runs, so the second has not yet had its turn.
      semaphore.leave()
      second!.cancel()
    }
    runner.start(first(), 0, undefined, () => {})
    second = runner.start(visit('second'), 0, undefined, () => {}) as Task
    runner.start(visit('third'), 0, undefined, () => {})
    runUntilIdle()
    expect(began).toEqual(['third'])
    expect(semaphore.held).toBe(0)
  })

  it('must have a place, and is left only by those who entered', () => {
    expect(() => new Semaphore(0)).toThrow(/at least one place/)
    expect(() => new Semaphore(1).leave()).toThrow(/left once/)
  })
})
