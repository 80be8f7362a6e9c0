/**
 * What every driver promises to a flow. One suite, run against the virtual driver of the simulator and the real-time driver of
 * the server, so that a flow cannot tell in which world it runs but by the clock.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Entry, EntryKey, Invalidation } from '#core/cache/entry.ts'
import type { TandemError } from '#core/errors.ts'
import type { Clock } from '#core/flow/clock.ts'
import {
  all,
  type Effect,
  type Flow,
  forward,
  load,
  offload,
  publish,
  remoteGet,
  remoteLease,
  remoteSet,
  remoteVersion,
  send,
  sleep,
  start,
  store,
  tierGet,
  tierSet,
  work,
} from '#core/flow/effect.ts'
import type { Runner } from '#core/flow/runner.ts'
import type { Outcome } from '#core/flow/task.ts'
import { timeout } from '#core/flow/timeout.ts'

export interface DriverUnderTest {
  readonly runner: Runner
  readonly clock: Clock
  /** Place of a node on which `work` runs, and from which the other effects are performed. */
  readonly place: number
  /** What a task needs to know of its request in this driver, if anything. */
  readonly subject?: unknown
  /** Ends when nothing is left to do. */
  settle(): Promise<void>
  /** Invalidations that the nodes have received so far. */
  delivered(): readonly Invalidation[]
  /** From now on the shared cache does not answer. */
  breakRemote(): void
  stop(): Promise<void>
}

const key: EntryKey = { tenant: 1, key: 7 }

const entryOf = (version: number, driver: DriverUnderTest): Entry => ({
  ...key,
  version,
  sizeBytes: 100,
  expiresAt: driver.clock.now + 60_000,
  value: `v${version}`,
})

export function driverContract(name: string, make: () => Promise<DriverUnderTest>): void {
  describe(`${name}, as every driver,`, () => {
    let driver: DriverUnderTest
    beforeEach(async () => {
      driver = await make()
    })
    afterEach(() => driver.stop())

    async function run<T>(flow: Flow<T>): Promise<T> {
      let outcome: Outcome<T> | undefined
      driver.runner.start(flow, driver.place, driver.subject, (end) => {
        outcome = end
      })
      await driver.settle()
      if (outcome?.kind === 'done') return outcome.value
      if (outcome?.kind === 'failed') throw outcome.error
      throw new Error(`the flow did not end: ${outcome?.kind}`)
    }

    it('moves the clock by at least what a flow sleeps', async () => {
      function* flow(): Flow<number> {
        const before = driver.clock.now
        yield* sleep(20)
        return driver.clock.now - before
      }
      expect(await run(flow())).toBeGreaterThanOrEqual(19)
    })

    it('keeps the clock still between two waits and never turns it back', async () => {
      const seen: number[] = []
      function* napper(ms: number): Flow<void> {
        for (let round = 0; round < 3; round++) {
          yield* sleep(ms)
          seen.push(driver.clock.now)
        }
      }
      await run(all(napper(2), napper(3), napper(5)))
      expect(seen).toEqual([...seen].sort((a, b) => a - b))
    })

    it('goes on at once after it has started a flow in the background, and runs that to its end', async () => {
      const seen: string[] = []
      function* beside(): Flow<void> {
        yield* sleep(5)
        yield* work({ stage: 'render', sizeBytes: 2048, taskClass: 0, waitMs: 0 })
        seen.push('beside')
      }
      function* flow(): Flow<void> {
        yield* start(beside())
        seen.push('flow')
      }
      await run(flow())
      expect(seen).toEqual(['flow', 'beside'])
      expect(driver.runner.live).toBe(0)
    })

    it('runs work of one class in the order in which it came, one at a time', async () => {
      const ended: number[] = []
      function* worker(index: number): Flow<void> {
        yield* work({ stage: 'render', sizeBytes: 2048, taskClass: 0, waitMs: 0, run: () => index })
        ended.push(index)
      }
      await run(all(worker(0), worker(1), worker(2), worker(3)))
      expect(ended).toEqual([0, 1, 2, 3])
    })

    it('does the work of threads beside the work of the loop, each flow in its own order', async () => {
      const seen: string[] = []
      function* onThread(index: number): Flow<void> {
        yield* offload({ stage: 'compress', sizeBytes: 4096, run: () => index })
        seen.push(`thread ${index}`)
        yield* work({ stage: 'accept', sizeBytes: 0, taskClass: 0, waitMs: 0 })
        seen.push(`loop ${index}`)
      }
      await run(all(onThread(0), onThread(1), onThread(2)))
      expect([...seen].sort()).toEqual(['loop 0', 'loop 1', 'loop 2', 'thread 0', 'thread 1', 'thread 2'])
      for (const index of [0, 1, 2])
        expect(seen.indexOf(`thread ${index}`)).toBeLessThan(seen.indexOf(`loop ${index}`))
      expect(driver.runner.live).toBe(0)
    })

    it('answers a read of the shared cache with what was set, and with nothing before', async () => {
      function* flow(): Flow<unknown[]> {
        const absent = yield* remoteGet(key)
        const none = yield* remoteVersion(key)
        const held = yield* remoteSet(entryOf(3, driver))
        const entry = yield* remoteGet(key)
        const version = yield* remoteVersion(key)
        return [absent, none, held, entry?.version, entry?.sizeBytes, version]
      }
      expect(await run(flow())).toEqual([undefined, 0, 3, 3, 100, 3])
    })

    it('refuses to set an older version and tells the one it holds', async () => {
      function* flow(): Flow<unknown[]> {
        yield* remoteSet(entryOf(5, driver))
        const held = yield* remoteSet(entryOf(4, driver))
        const entry = yield* remoteGet(key)
        return [held, entry?.version]
      }
      expect(await run(flow())).toEqual([5, 5])
    })

    it('gives one asker the lease to fill, and stores nothing without a valid one', async () => {
      function* flow(): Flow<unknown[]> {
        const first = yield* remoteLease({ ...key, holdMs: 10_000 })
        const second = yield* remoteLease({ ...key, holdMs: 10_000 })
        yield* remoteSet({ ...entryOf(3, driver), lease: first.token + 1 })
        const refused = yield* remoteGet(key)
        yield* remoteSet({ ...entryOf(3, driver), lease: first.token })
        const filled = yield* remoteLease({ ...key, holdMs: 10_000 })
        return [first.token > 0, second.token, refused, filled.entry?.version, filled.token]
      }
      expect(await run(flow())).toEqual([true, 0, undefined, 3, 0])
    })

    it('tells nobody of a version that is only to be stamped', async () => {
      function* flow(): Flow<number> {
        yield* publish({ ...key, version: 11, audience: 'none' })
        yield* sleep(50)
        return yield* remoteVersion(key)
      }
      expect(await run(flow())).toBe(11)
      expect(driver.delivered()).toEqual([])
    })

    it('answers a read of a cache beside the node with what it was handed, tier by tier, over what was there', async () => {
      const copy = (version: number) => ({ ...entryOf(version, driver), storedAtMs: driver.clock.now })
      function* flow(): Flow<unknown[]> {
        const seen: unknown[] = []
        for (const tier of ['memcached', 'files'] as const) {
          seen.push(yield* tierGet({ ...key, tier }))
          yield* tierSet({ ...copy(4), tier })
          const held = yield* tierGet({ ...key, tier })
          yield* tierSet({ ...copy(3), tier })
          const overwritten = yield* tierGet({ ...key, tier })
          seen.push(
            held?.version,
            held?.sizeBytes,
            held !== undefined && 'storedAtMs' in held,
            overwritten?.version,
          )
        }
        return seen
      }
      expect(await run(flow())).toEqual([undefined, 4, 100, true, 3, undefined, 4, 100, true, 3])
    })

    it('keeps equal keys of two tenants apart', async () => {
      function* flow(): Flow<unknown[]> {
        yield* remoteSet(entryOf(5, driver))
        const other = yield* remoteGet({ tenant: 2, key: 7 })
        return [other]
      }
      expect(await run(flow())).toEqual([undefined])
    })

    it('increments the version with each write and reads it back from the database', async () => {
      function* flow(): Flow<number[]> {
        const before = yield* load(key)
        const first = yield* store({ ...key, value: 'a', sizeBytes: 10 })
        const second = yield* store({ ...key, value: 'b', sizeBytes: 12 })
        const after = yield* load(key)
        return [
          first.version - before.version,
          second.version - before.version,
          after.version - before.version,
        ]
      }
      expect(await run(flow())).toEqual([1, 2, 2])
    })

    it('delivers what is published to the nodes', async () => {
      function* flow(): Flow<void> {
        yield* publish({ ...key, version: 9 })
        yield* sleep(100)
      }
      await run(flow())
      expect(driver.delivered()).toContainEqual(expect.objectContaining({ ...key, version: 9 }))
    })

    it('sends chunks one after the other', async () => {
      function* flow(): Flow<string> {
        for (let index = 0; index < 3; index++)
          yield* send({ index, sizeBytes: 1000, isData: false, body: 'x'.repeat(1000) })
        return 'sent'
      }
      expect(await run(flow())).toBe('sent')
    })

    it('brings the answer of a node to a forwarded request', async () => {
      function* flow(): Flow<number> {
        const response = yield* forward(0, { id: 1, kind: 'read', tenant: 1, page: 5, query: 0 })
        return response.status
      }
      expect(await run(flow())).toBe(200)
    })

    it('raises RemoteUnavailable into the flow when the shared cache does not answer', async () => {
      driver.breakRemote()
      function* flow(): Flow<string[]> {
        const codes: string[] = []
        const reads = [() => remoteGet(key), () => remoteVersion(key), () => remoteSet(entryOf(1, driver))]
        for (const read of reads) {
          try {
            yield read() as Effect
            codes.push('answered')
          } catch (error) {
            codes.push((error as TandemError).code)
          }
        }
        return codes
      }
      expect(await run(flow())).toEqual(['RemoteUnavailable', 'RemoteUnavailable', 'RemoteUnavailable'])
    })

    it('cancels what a flow waits for when its deadline passes, and runs its clean-up', async () => {
      const cleaned: string[] = []
      function* slow(): Flow<void> {
        try {
          yield* sleep(5_000)
        } finally {
          cleaned.push('slow')
        }
      }
      const before = driver.clock.now
      await expect(run(timeout(slow(), 10, 'slow'))).rejects.toMatchObject({ code: 'Timeout' })
      expect(cleaned).toEqual(['slow'])
      expect(driver.clock.now - before).toBeLessThan(1_000)
    })

    it('leaves no task behind', async () => {
      function* flow(): Flow<void> {
        yield* all(
          sleep(1)[Symbol.iterator](),
          work({ stage: 'accept', sizeBytes: 0, taskClass: 0, waitMs: 0 })[Symbol.iterator](),
        )
      }
      await run(flow())
      expect(driver.runner.live).toBe(0)
    })
  })
}
