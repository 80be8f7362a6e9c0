import { describe, expect, it } from 'vitest'
import { answer, createGateway } from '#core/flow/gateway.ts'
import { emptyTimeline, type PageResponse } from '#core/flow/request.ts'
import { type Perform, parked } from '#core/flow/runner.ts'
import type { Outcome } from '#core/flow/task.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { handDriver } from './hand-driver.ts'

function world(given: Record<string, unknown> = {}) {
  const asked: number[] = []
  const driver = handDriver({
    forward: (({ node }, task) => {
      asked.push(node)
      driver.at(driver.clock.now + 10, () =>
        task.resume({ status: 200, sizeBytes: 5, shards: 7, timeline: emptyTimeline(), servedBy: 'node' }),
      )
      return parked
    }) as Perform['forward'],
  })
  const gateway = createGateway({
    scenario: smallScenario({ gateway: { cacheableRatio: 1 }, nodes: { count: 2 }, ...given }),
    clock: driver.clock,
  })
  const ask = (page: number, kind: 'read' | 'write' = 'read') => {
    const seen: { outcome?: Outcome<PageResponse> } = {}
    driver.runner.start(
      answer(gateway, { id: 0, kind, tenant: page % 4, page, query: 0 }),
      -1,
      undefined,
      (outcome) => {
        seen.outcome = outcome
      },
    )
    return seen
  }
  return { asked, driver, gateway, ask }
}

describe('the gateway', () => {
  it('answers a page again from its micro-cache until its bucket ends', () => {
    const { asked, driver, gateway, ask } = world()
    ask(1)
    driver.runUntilIdle()
    const again = ask(1)
    driver.runUntilIdle()
    expect(asked).toHaveLength(1)
    expect(again.outcome).toMatchObject({ value: { servedBy: 'gateway', shards: 7 } })
    expect(gateway.counters).toMatchObject({ requests: 2, lookups: 2, hits: 1, forwarded: 1 })
    driver.clock.now += 1_300
    ask(1)
    driver.runUntilIdle()
    expect(asked).toHaveLength(2)
  })

  it('sends one request upstream for all who want a cold page', () => {
    const { asked, driver, gateway, ask } = world()
    const all = [ask(1), ask(1), ask(1)]
    driver.runUntilIdle()
    expect(asked).toHaveLength(1)
    expect(gateway.counters.coalesced).toBe(2)
    for (const { outcome } of all) expect(outcome?.kind).toBe('done')
  })

  it('passes writes and pages it may not hold', () => {
    const { asked, driver, gateway, ask } = world({ gateway: { cacheableRatio: 0 } })
    ask(1)
    ask(1)
    ask(2, 'write')
    driver.runUntilIdle()
    expect(asked).toHaveLength(3)
    expect(gateway.counters.lookups).toBe(0)
  })
})

describe('the micro-cache', () => {
  const request = { id: 0, kind: 'read', tenant: 1, page: 1, query: 0 } as const

  it('keeps path, query and tenant apart', () => {
    const { asked, driver, gateway } = world({ workload: { tenants: 4, pages: 40, queries: 2 } })
    const others = [{}, { page: 5 }, { query: 1 }, { tenant: 2 }]
    for (const other of [...others, ...others]) {
      driver.runner.start(answer(gateway, { ...request, ...other }), -1, undefined, () => {})
      driver.runUntilIdle()
    }
    expect(asked).toHaveLength(4)
    expect(gateway.counters).toMatchObject({ lookups: 8, hits: 4, servedBytes: 40, hitBytes: 20 })
  })

  it('has a page for 300 ms to 1.2 s from the start of its bucket, by default, and all of that is used', () => {
    const seen: number[] = []
    for (let page = 0; page < 40; page++) {
      const { asked, driver, ask } = world()
      let changes = 0
      for (const end = 30_000; driver.clock.now < end; driver.clock.now += 10) {
        const before = asked.length
        ask(page)
        driver.runUntilIdle()
        changes += asked.length - before
      }
      seen.push(30_000 / changes)
    }
    expect(Math.min(...seen)).toBeGreaterThan(300)
    expect(Math.max(...seen)).toBeLessThan(1250)
    expect(Math.max(...seen) - Math.min(...seen)).toBeGreaterThan(600)
  })
})
