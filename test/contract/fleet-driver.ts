/** What every driver that starts and stops nodes promises to the flow that looks after them. Node 0 runs, node 1 may be started. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Clock } from '#core/flow/clock.ts'
import { type Flow, probeNode, readFleet, startNode, stopNode } from '#core/flow/effect.ts'
import type { Runner } from '#core/flow/runner.ts'
import type { Outcome } from '#core/flow/task.ts'

export interface FleetDriverUnderTest {
  readonly runner: Runner
  readonly clock: Clock
  /** Ends when nothing is left to do. */
  settle(): Promise<void>
  stop(): Promise<void>
}

const second = { node: 1, processors: 1, isReplacement: false }

export function fleetDriverContract(name: string, make: () => Promise<FleetDriverUnderTest>): void {
  describe(`${name}, as every driver of a fleet,`, () => {
    let driver: FleetDriverUnderTest
    beforeAll(async () => {
      driver = await make()
    }, 30_000)
    afterAll(() => driver.stop())

    async function run<T>(flow: () => Flow<T>): Promise<T> {
      let outcome: Outcome<T> | undefined
      driver.runner.start(flow(), -1, undefined, (end) => {
        outcome = end
      })
      await driver.settle()
      if (outcome?.kind === 'done') return outcome.value
      throw outcome?.kind === 'failed' ? outcome.error : new Error('the flow did not end')
    }
    const isAnswering = (node: number) => run(() => probeNode({ node, timeoutMs: 5_000 })[Symbol.iterator]())
    const read = async () => (await run(() => readFleet()[Symbol.iterator]())).map(({ node }) => node).sort()

    it('has an answer to a probe from a node that runs, and none from one that does not', async () => {
      expect(await isAnswering(0)).toBe(true)
      expect(await isAnswering(1)).toBe(false)
      expect(await read()).toEqual([0])
    })

    it('starts a node, which takes time, and reads what it has done since', async () => {
      const before = driver.clock.now
      await run(() => startNode(second)[Symbol.iterator]())
      expect(driver.clock.now).toBeGreaterThan(before)
      expect(await isAnswering(1)).toBe(true)
      expect(await read()).toEqual([0, 1])
      const readings = await run(() => readFleet()[Symbol.iterator]())
      const one = readings.find(({ node }) => node === 1)!
      expect(one.requests).toBe(0)
      expect(one.stayedMs).toBe(0)
      expect(one.busyMs).toBeGreaterThanOrEqual(0)
    })

    it('stops a node without waiting for what is not under way, and may start it again', async () => {
      const before = driver.clock.now
      await run(() => stopNode({ node: 1, drainMs: 60_000 })[Symbol.iterator]())
      expect(driver.clock.now - before).toBeLessThan(15_000)
      expect(await isAnswering(1)).toBe(false)
      await run(() => startNode(second)[Symbol.iterator]())
      expect(await isAnswering(1)).toBe(true)
      await run(() => stopNode({ node: 1, drainMs: 0 })[Symbol.iterator]())
      expect(await isAnswering(1)).toBe(false)
      expect(await read()).toEqual([0])
    })

    it('stops a node that does not run without complaint', async () => {
      await run(() => stopNode({ node: 1, drainMs: 1000 })[Symbol.iterator]())
      expect(driver.runner.live).toBe(0)
    })
  })
}
