import { describe, expect, it } from 'vitest'
import type { NodeCounters } from '#core/flow/node.ts'
import { calibrated, calibrationOf } from '#experiments/validation/calibrate.ts'
import type { ClusterSnapshot } from '#server/launch.ts'
import { simulate } from '#sim/simulate.ts'
import { smallScenario } from '../../reference-server/load/small-scenario.ts'

const sum = (count: number, eachMs: number) => ({ count, sumMs: count * eachMs, sumBytes: 0, buckets: {} })
const snapshot = (requests: number): ClusterSnapshot => ({
  nodes: { requests, writes: 0, shards: 7 * requests } as NodeCounters,
  cpuMs: { gateway: 0, nodes: 3 * requests, store: 0, database: 0 },
  stages: {
    accept: sum(requests, 0.1),
    assemble: sum(7 * requests, 0.01),
    render: sum(10 * requests, 0.03),
    respond: sum(requests, 0.2),
    compress: sum(0, 0),
    write: sum(0, 0),
  },
  remote: sum(20 * requests, 0.1),
  database: sum(10 * requests, 0.2),
  loop: { activeMs: 0, idleMs: 0, collections: 0, collectionMs: 0 },
})
const spread = (mean: number, cv = 0) => ({ count: 100, mean, cv })
// A node's flow: 0.1 + 0.07 + 0.3 + 0.2 + 2 + 2 = 4.67 ms.
const seen = calibrationOf({
  before: snapshot(100),
  after: snapshot(300),
  loaded: { gatewayAnswerMs: spread(0.6, 0.5), nodeAnswerMs: spread(6) },
})

describe('calibration', () => {
  it('gives means of what happened between the two snapshots', () => {
    expect(seen.stageMs.render).toBeCloseTo(0.03, 12)
    expect(seen.remoteMs).toBeCloseTo(0.1, 12)
    expect(seen.databaseMs).toBeCloseTo(0.2, 12)
    expect(seen.shardsPerPage).toBeCloseTo(7, 12)
    expect(seen.nodeCpuMs).toBeCloseTo(3, 12)
    expect(seen.samples.requests).toBe(200)
  })

  it('charges as HTTP what is left of a node answer: 6 - 0.6 - 4.67 ms', () => {
    expect(seen.httpMs).toBeCloseTo(0.73, 9)
  })

  it('moves the processor time of operations from their round trips to the node: 3 - 0.73 - 0.67 ms of 30', () => {
    const each = 1.6 / 30
    expect(seen.operationCpuMs).toBeCloseTo(each, 9)
    const { costs, redis, database } = calibrated(smallScenario(), seen)
    expect(costs.accept.fixedMs).toBeCloseTo(0.1 + (0.73 + 1.6) / 2, 9)
    expect(costs.respond.fixedMs).toBeCloseTo(0.2 + (0.73 + 1.6) / 2, 9)
    expect(redis.roundTrip.meanMs).toBeCloseTo(0.1 - each, 9)
    expect(database.roundTrip.meanMs + database.query.meanMs).toBeCloseTo(0.2 - each, 9)
  })

  it('leaves a part of every round trip, however busy the node was', () => {
    const busy = { ...snapshot(300), cpuMs: { gateway: 0, nodes: 100_000, store: 0, database: 0 } }
    const loaded = { gatewayAnswerMs: spread(0.6), nodeAnswerMs: spread(6) }
    expect(calibrationOf({ before: snapshot(100), after: busy, loaded }).operationCpuMs).toBeCloseTo(0.08, 9)
  })

  it('never charges less than nothing', () => {
    const loaded = { gatewayAnswerMs: spread(5), nodeAnswerMs: spread(1) }
    expect(calibrationOf({ before: snapshot(0), after: snapshot(10), loaded }).httpMs).toBe(0)
  })

  it('leaves costs that were not seen as the scenario has them', () => {
    const scenario = smallScenario()
    expect(calibrated(scenario, seen).costs.write).toEqual(scenario.costs.write)
    const loaded = { gatewayAnswerMs: spread(0), nodeAnswerMs: spread(0) }
    const nothing = calibrationOf({ before: snapshot(5), after: snapshot(5), loaded })
    expect(calibrated(scenario, nothing).redis).toEqual(scenario.redis)
    expect(calibrated(scenario, nothing).database).toEqual(scenario.database)
  })

  it('makes the simulated client wait for a gateway answer as long as the measured one did', () => {
    const everything = { cacheableRatio: 1, ttlMsMin: 1e9, ttlMsMax: 1e9 }
    const scenario = smallScenario(
      { pages: 1, tenants: 1, writeRatio: 0, pageSize: { meanBytes: 40_000, cv: 0 } },
      20_000,
    )
    const fast = calibrated({ ...scenario, gateway: { ...scenario.gateway, ...everything } }, seen)
    const client = { ...fast.client, bandwidthBytesPerSecond: 1e12 }
    const { metrics } = simulate({ ...fast, client })
    expect(metrics['hitRatio.gateway']!.value).toBe(1)
    expect(Math.abs(metrics['responseMs.mean']!.value / 0.6 - 1)).toBeLessThan(0.1)
  })
})
