import { expect, it } from 'vitest'
import { type Fragment, readOrigin } from '#core/cache/node/load-fragment.ts'
import { createNode } from '#core/flow/node.ts'
import { emptyTimeline } from '#core/flow/request.ts'
import { type Perform, parked } from '#core/flow/runner.ts'
import type { Outcome, Task } from '#core/flow/task.ts'
import { smallScenario } from '../../../reference-server/small-scenario.ts'
import { handDriver } from '../../flow/hand-driver.ts'

/** A node whose database answers after a time, with the fills that reach the shared cache. */
function world(given: Record<string, unknown> = {}, loadMs = 5) {
  const fills: unknown[] = []
  const row = { tenant: 0, key: 3, version: 1, sizeBytes: 0, expiresAt: Infinity, value: undefined }
  const driver = handDriver({
    load: ((_: unknown, task: Task) => {
      driver.at(driver.clock.now + loadMs, () => task.resume(row))
      return parked
    }) as Perform['load'],
    remoteSet: (fill) => {
      fills.push(fill)
      return fill.version
    },
  })
  const node = createNode({ index: 0, scenario: smallScenario(given), clock: driver.clock })
  const load = (isClientRendering = false) => {
    const seen: { outcome?: Outcome<Fragment> } = {}
    const key = { tenant: 0, key: 3 }
    const miss = {
      key,
      sizeBytes: 100,
      isClientRendering,
      timeline: emptyTimeline(),
      isStrict: false,
      epoch: 0,
      life: 0,
      askedAtMs: 0,
    }
    driver.runner.start(readOrigin(node, miss), 0, undefined, (outcome) => {
      seen.outcome = outcome
    })
    return seen
  }
  return { driver, node, load, fills, found: () => node.tiers.find({ tenant: 0, key: 3 }, driver.clock.now) }
}

it('fills the shared cache and the cache of the node', () => {
  const { driver, load, fills, found } = world()
  load()
  driver.runUntilIdle()
  expect(fills).toHaveLength(1)
  expect(found()?.entry).toMatchObject({ version: 1, sizeBytes: 100 })
})

it('does not fill the shared cache when loading took longer than anything there lives', () => {
  const { driver, load, fills } = world({ redis: { ttl: '1 s' } }, 1000)
  load()
  driver.runUntilIdle()
  expect(fills).toEqual([])
})

it('what the client renders is neither rendered nor kept', () => {
  const { driver, load, fills, found, node } = world()
  const seen = load(true)
  driver.runUntilIdle()
  expect(seen.outcome).toMatchObject({ kind: 'done', value: { isData: true } })
  expect([fills.length, found(), node.counters.clientRendered, node.counters.renders]).toEqual([
    0,
    undefined,
    1,
    0,
  ])
})

it('without single flight everybody loads', () => {
  const { driver, load, node } = world({ cache: { singleFlight: false } })
  load()
  load()
  driver.runUntilIdle()
  expect(node.counters).toMatchObject({ loads: 2, coalesced: 0 })
})
