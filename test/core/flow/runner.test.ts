import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TandemError } from '#core/errors.ts'
import { all, type Flow, load, race, sleep, start, wait } from '#core/flow/effect.ts'
import { Runner } from '#core/flow/runner.ts'
import { Signal } from '#core/flow/signal.ts'
import type { Outcome } from '#core/flow/task.ts'
import { timeout } from '#core/flow/timeout.ts'
import { handDriver } from './hand-driver.ts'

/** Runs one flow to its end by hand and returns its outcome. */
function run<T>(flow: Flow<T>): Outcome<T> | undefined {
  const driver = handDriver()
  let outcome: Outcome<T> | undefined
  driver.runner.start(flow, 0, undefined, (end) => {
    outcome = end
  })
  driver.runUntilIdle()
  expect(driver.runner.live).toBe(0)
  return outcome
}

describe('a runner', () => {
  it('gives each effect its own reply and ends with the value of the flow', () => {
    function* flow(): Flow<string> {
      yield* sleep(5)
      const pair = yield* all(value(1, 3), value('two', 1))
      return `${pair[0] + 1} ${pair[1]}`
    }
    expect(run(flow())).toEqual({ kind: 'done', value: '2 two' })
  })

  it('starts a flow in the background that runs after its starter parks, outlives it, and fails for itself alone', () => {
    const driver = handDriver()
    const seen: string[] = []
    const kinds: string[] = []
    driver.runner.observer = {
      started() {},
      effect() {},
      replied() {},
      raised() {},
      ended: ({ place }, { kind }) => void kinds.push(`${place} ${kind}`),
    }
    function* beside(name: string): Flow<void> {
      seen.push(`${name} begins`)
      yield* sleep(5)
      seen.push(`${name} ends`)
      if (name === 'b') throw new TandemError('Timeout', 'nobody waits')
    }
    function* flow(): Flow<void> {
      yield* start(beside('a'))
      yield* start(beside('b'))
      seen.push('starter')
      yield* sleep(100)
    }
    const starter = driver.runner.start(flow(), 7, undefined, () => {})
    driver.at(1, () => starter.cancel())
    driver.runUntilIdle()
    expect(seen).toEqual(['starter', 'a begins', 'b begins', 'a ends', 'b ends'])
    expect(kinds).toEqual(['7 cancelled', '7 done', '7 failed'])
    expect(driver.runner.live).toBe(0)
  })

  it('lets the fastest of a race win and cancels the others with their clean-up', () => {
    const cleaned: string[] = []
    function* slow(name: string, ms: number): Flow<string> {
      try {
        yield* sleep(ms)
        return name
      } finally {
        cleaned.push(name)
      }
    }
    function* flow(): Flow<string> {
      const first = yield* race(slow('a', 30), slow('b', 10), slow('c', 20))
      return `${first.index}:${first.value} ${cleaned.join('')}`
    }
    expect(run(flow())).toEqual({ kind: 'done', value: '1:b bac' })
  })

  it('raises the first error of `all` into the parent and cancels the siblings', () => {
    const cleaned: string[] = []
    function* failing(): Flow<void> {
      yield* sleep(1)
      throw new TandemError('QueueFull', 'no room')
    }
    function* sibling(): Flow<void> {
      try {
        yield* sleep(100)
      } finally {
        cleaned.push('sibling')
      }
    }
    function* flow(): Flow<string> {
      try {
        yield* all(sibling(), failing())
        return 'not reached'
      } catch (error) {
        return `${(error as TandemError).code} ${cleaned}`
      }
    }
    expect(run(flow())).toEqual({ kind: 'done', value: 'QueueFull sibling' })
  })

  it('throws a raised error into the flow at the effect it waits for', () => {
    const driver = handDriver()
    let outcome: Outcome<string> | undefined
    function* flow(): Flow<string> {
      try {
        yield* sleep(10)
        return 'slept'
      } catch (error) {
        return `caught ${(error as Error).message}`
      }
    }
    const task = driver.runner.start(flow(), 0, undefined, (end) => {
      outcome = end
    })
    task.raise(new Error('late'))
    driver.runUntilIdle()
    expect(outcome).toEqual({ kind: 'done', value: 'caught late' })
  })

  it('cancels children before their parent and ends each task once', () => {
    const order: string[] = []
    function* child(name: string): Flow<void> {
      try {
        yield* sleep(50)
      } finally {
        order.push(name)
      }
    }
    function* parent(): Flow<void> {
      try {
        yield* all(child('first'), child('second'))
      } finally {
        order.push('parent')
      }
    }
    const driver = handDriver()
    const outcomes: string[] = []
    const task = driver.runner.start(parent(), 0, undefined, (end) => outcomes.push(end.kind))
    task.cancel()
    task.cancel()
    driver.runUntilIdle()
    expect(order).toEqual(['first', 'second', 'parent'])
    expect(outcomes).toEqual(['cancelled'])
    expect(driver.runner.live).toBe(0)
    expect(driver.pending()).toBe(0)
  })

  it('wakes the waiters of a signal in the order in which they came', () => {
    const driver = handDriver()
    const signal = new Signal<string>()
    const seen: string[] = []
    function* waiter(name: string): Flow<void> {
      seen.push(name + (yield* wait(signal)))
    }
    for (const name of ['a', 'b', 'c']) driver.runner.start(waiter(name), 0, undefined, () => {})
    signal.resolve('!')
    signal.resolve('?')
    driver.runner.start(waiter('d'), 0, undefined, () => {})
    expect(seen).toEqual(['a!', 'b!', 'c!', 'd!'])
  })

  it('never re-enters a flow: what becomes ready while one runs comes after it', () => {
    const driver = handDriver()
    const signal = new Signal<void>()
    const order: string[] = []
    function* waiter(): Flow<void> {
      yield* wait(signal)
      order.push('waiter')
    }
    function* settler(): Flow<void> {
      signal.resolve()
      order.push('settler')
      yield* sleep(0)
    }
    driver.runner.start(waiter(), 0, undefined, () => {})
    driver.runner.start(settler(), 0, undefined, () => {})
    driver.runUntilIdle()
    expect(order).toEqual(['settler', 'waiter'])
  })

  it('refuses a flow that waits while it is being cancelled', () => {
    const driver = handDriver()
    function* stubborn(): Flow<void> {
      try {
        yield* sleep(10)
      } finally {
        yield* sleep(1)
      }
    }
    const task = driver.runner.start(stubborn(), 0, undefined, () => {})
    expect(() => task.cancel()).toThrow(/must not wait/)
  })

  it('does not grow the stack when many tasks wake each other', () => {
    const driver = handDriver()
    const signals = Array.from({ length: 20_000 }, () => new Signal<void>())
    function* link(index: number): Flow<void> {
      yield* wait(signals[index]!)
      signals[index + 1]?.resolve()
    }
    for (let index = 0; index < signals.length; index++)
      driver.runner.start(link(index), 0, undefined, () => {})
    signals[0]!.resolve()
    expect(driver.runner.live).toBe(0)
  })

  it('ends every task it starts, whatever the tree of all, race and cancellation', () => {
    type Tree = {
      readonly kind: 'sleep' | 'all' | 'race' | 'fail'
      readonly ms: number
      readonly children: Tree[]
    }
    const tree: fc.Memo<Tree> = fc.memo(
      (depth?: number): fc.Arbitrary<Tree> =>
        fc.record<Tree>({
          kind: fc.constantFrom('sleep', 'all', 'race', 'fail'),
          ms: fc.nat(20),
          children: (depth ?? 1) > 1 ? fc.array(tree((depth ?? 1) - 1), { maxLength: 3 }) : fc.constant([]),
        }),
    )
    function* grow(node: Tree): Flow<void> {
      yield* sleep(node.ms)
      if (node.kind === 'fail') throw new Error('fail')
      if (node.children.length === 0 || node.kind === 'sleep') return
      const flows = node.children.map(grow)
      if (node.kind === 'all') yield* all(...flows)
      else yield* race(...flows)
    }
    fc.assert(
      fc.property(tree(4), fc.nat(40), (root, cancelAtMs) => {
        const driver = handDriver()
        let ends = 0
        const task = driver.runner.start(grow(root), 0, undefined, () => ends++)
        driver.at(cancelAtMs, () => task.cancel())
        driver.runUntilIdle()
        return ends === 1 && driver.runner.live === 0
      }),
    )
  })
})

describe('a timeout', () => {
  it('raises Timeout and cancels the flow when the time has passed', () => {
    let isCleaned = false
    function* slow(): Flow<void> {
      try {
        yield* sleep(100)
      } finally {
        isCleaned = true
      }
    }
    const outcome = run(timeout(slow(), 10, 'the slow flow'))
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'Timeout' } })
    expect(isCleaned).toBe(true)
  })

  it('returns the value of a flow that is in time', () => {
    expect(run(timeout(value('ok', 5), 10, 'the flow'))).toEqual({ kind: 'done', value: 'ok' })
  })
})

function* value<T>(result: T, afterMs: number): Flow<T> {
  yield* sleep(afterMs)
  return result
}

describe('a task', () => {
  it('ignores replies after its end', () => {
    const driver = handDriver()
    let ends = 0
    const task = driver.runner.start(value(1, 1), 0, undefined, () => ends++)
    driver.runUntilIdle()
    task.resume()
    task.raise(new Error('late'))
    expect(ends).toBe(1)
    expect(task.runner).toBeInstanceOf(Runner)
  })

  it('raises into the flow what a driver throws at once: it can be handled, and clean-up runs', () => {
    const seen: string[] = []
    function* flow(): Flow<string> {
      try {
        // This driver refuses everything but sleeping.
        yield* load({ tenant: 1, key: 1 })
        return 'loaded'
      } catch (error) {
        seen.push((error as Error).message)
        yield* sleep(1)
        return 'handled'
      } finally {
        seen.push('cleaned')
      }
    }
    expect(run(flow())).toEqual({ kind: 'done', value: 'handled' })
    expect(seen).toEqual(['this test does not expect load', 'cleaned'])
  })
})

describe('flows in the background', () => {
  it('of a place end when its process dies, with their clean-up; those of other places go on', () => {
    const driver = handDriver()
    const seen: string[] = []
    function* beside(name: string): Flow<void> {
      try {
        yield* sleep(10)
        seen.push(`${name} done`)
      } finally {
        seen.push(`${name} left`)
      }
    }
    const begin = (place: number) =>
      driver.runner.start(start(beside(`of ${place}`))[Symbol.iterator](), place, undefined, () => {})
    begin(0)
    begin(1)
    driver.at(5, () => driver.runner.cancelBackground(0))
    driver.runUntilIdle()
    expect(seen).toEqual(['of 0 left', 'of 1 done', 'of 1 left'])
    driver.runner.cancelBackground(0)
    driver.runner.cancelBackground(7)
    expect(driver.runner.live).toBe(0)
  })
})
