import { describe, expect, it } from 'vitest'
import { createRegions } from '#core/flow/regions.ts'
import { emptyTimeline, type PageRequest, type PageResponse } from '#core/flow/request.ts'
import { type Perform, parked } from '#core/flow/runner.ts'
import type { RegionsConfig } from '#core/scenario/region-schema.ts'
import { handDriver } from './hand-driver.ts'

const config: RegionsConfig = {
  count: 3,
  ofNodes: [2, 2],
  clientShares: [0.5, 0.3, 0.2],
  roundTrip: { shape: 'constant', meanMs: 40, cv: 0 },
}
const regions = createRegions(config, () => 0.5)!

describe('regions', () => {
  it('are not there when there is only one', () => {
    expect(createRegions({ ...config, count: 1 }, () => 0.5)).toBeUndefined()
  })

  it('have the nodes of the list, and the others in turn', () => {
    expect([0, 1, 2, 3, 4].map(regions.ofNode)).toEqual([2, 2, 2, 0, 1])
  })

  it('have their share of the clients, each always in the same', () => {
    const counts = [0, 0, 0]
    for (let client = 0; client < 1000; client++) counts[regions.ofRequest({ client, tenant: 0 })]!++
    for (const [region, share] of config.clientShares.entries())
      expect(Math.abs(counts[region]! / 1000 - share)).toBeLessThan(0.005)
    expect(regions.ofRequest({ tenant: 7 })).toBe(regions.ofRequest({ client: 7, tenant: 1 }))
  })

  it('are a round trip apart', () => {
    const asked: number[] = []
    const driver = handDriver({
      forward: ((_, task) => {
        asked.push(driver.clock.now)
        const answer = { status: 200, sizeBytes: 1, shards: 1, timeline: emptyTimeline(), servedBy: 'node' }
        driver.at(driver.clock.now + 5, () => task.resume(answer))
        return parked
      }) as Perform['forward'],
    })
    const client = 3
    const request: PageRequest = { id: 0, kind: 'read', tenant: 0, page: 0, query: 0, client }
    const near = [0, 1, 2, 3, 4].find((node) => regions.ofNode(node) === regions.ofRequest(request))!
    const ends: number[] = []
    const end = (outcome: { kind: string; value?: PageResponse }) => {
      expect(outcome.kind).toBe('done')
      ends.push(driver.clock.now)
    }
    driver.runner.start(regions.reach(near, request), -1, undefined, end)
    const far = [0, 3, 4].find((node) => regions.ofNode(node) !== regions.ofRequest(request))!
    driver.runner.start(regions.reach(far, request), -1, undefined, end)
    driver.runUntilIdle()
    expect(asked).toEqual([0, 20])
    expect(ends).toEqual([5, 45])
  })
})
