import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PageResponse } from '#core/flow/request.ts'
import { wattsAt } from '#core/model/power.ts'
import { Measure } from '#sim/measure.ts'
import type { Totals } from '#sim/totals.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const { power } = smallScenario()
const capacity = { processors: 2, nodes: 2, isElastic: false, redisChannels: 1, databaseConnections: 4 }
const none = { lookups: 0, hits: 0, readBytes: 0, hitBytes: 0 }
const zero: Totals = {
  tiers: { front: {}, gateway: none, inner: { l1: none, l2: none, redis: none } },
  atMs: 0,
  nodeMs: 0,
  nodeStarts: 0,
  nodeRestarts: 0,
  nodeBusyMs: 0,
  redisBusyMs: 0,
  databaseBusyMs: 0,
  redisOperations: 0,
  remoteLookups: 0,
  remoteHits: 0,
  shards: 0,
  requests: 0,
  waitedMs: 0,
  works: 0,
  fragmentsServed: 0,
  fragmentsStale: 0,
}
const timeline = { queueMs: 1, cacheMs: 2, loadMs: 3, renderMs: 4, sendMs: 5 }
const response = { timeline } as PageResponse

describe('what a run measures', () => {
  it('has energy that is the sum of watts times time, whatever the load of each interval', () => {
    const interval = fc.record({
      ms: fc.integer({ min: 1, max: 5000 }),
      load: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1 }), (intervals) => {
        const measure = new Measure(capacity, power, zero)
        measure.startCounting(zero)
        let totals = zero
        let joules = 0
        for (const { ms, load } of intervals) {
          totals = { ...totals, atMs: totals.atMs + ms, nodeBusyMs: totals.nodeBusyMs + load * ms * 2 }
          measure.sample(totals)
          joules += (wattsAt(load, power) * ms) / 1000
        }
        const { energyJoules, 'powerWatts.mean': watts } = measure.metrics(totals)
        expect(energyJoules!.value / joules).toBeCloseTo(1, 6)
        expect((watts!.value * totals.atMs) / 1000 / joules).toBeCloseTo(1, 6)
      }),
    )
  })

  it('counts no response before the warm-up has ended', () => {
    const measure = new Measure(capacity, power, zero)
    measure.sent(0)
    measure.answered(10, 0, response)
    measure.startCounting({ ...zero, atMs: 100 })
    measure.sent(100)
    measure.answered(130, 100, response)
    const { 'responseMs.mean': mean, 'inSystem.mean': inSystem } = measure.metrics({ ...zero, atMs: 1100 })
    expect(measure.response.count).toBe(1)
    expect(mean!.value).toBeCloseTo(30, 0)
    expect(inSystem!.value).toBeCloseTo(0.03, 9)
  })

  it('counts a request without a response as failed and keeps it out of the response times', () => {
    const measure = new Measure(capacity, power, zero)
    measure.startCounting(zero)
    for (let index = 0; index < 4; index++) {
      measure.sent(0)
      measure.answered(10, 0, index === 0 ? undefined : response)
    }
    expect(measure.response.count).toBe(3)
    expect(measure.metrics({ ...zero, atMs: 1000 }).errorRatio!.value).toBe(0.25)
  })

  it('counts as a miss what is slower than the objective and what fails', () => {
    const measure = new Measure(capacity, power, zero)
    measure.startCounting(zero)
    expect(measure.missRatio(100)).toBe(0)
    for (const ms of [50, 90, 150]) {
      measure.sent(0)
      measure.answered(ms, 0, response)
    }
    measure.sent(0)
    measure.answered(10, 0, undefined)
    expect(measure.missRatio(100)).toBe(0.5)
    expect(measure.missRatio(1000)).toBe(0.25)
  })

  it('splits the mean response time into stages that sum to it', () => {
    const measure = new Measure(capacity, power, zero)
    measure.startCounting(zero)
    measure.sent(0)
    measure.answered(100, 0, response)
    const stages = measure.stagesMs()
    expect(stages).toMatchObject({ queue: 1, cache: 2, database: 3, processor: 4, shards: 5 })
    const sum = Object.values(stages).reduce((total, ms) => total + ms, 0)
    expect(sum).toBeCloseTo(measure.response.mean, 9)
  })

  it('takes a tier that was never asked as one without hits', () => {
    const measure = new Measure(capacity, power, zero)
    measure.startCounting(zero)
    const metrics = measure.metrics({ ...zero, atMs: 1000 })
    for (const tier of ['gateway', 'l1', 'l2', 'redis', 'endToEnd'])
      expect(metrics[`hitRatio.${tier}`]).toEqual({ value: 0, unit: 'ratio' })
  })

  it('has series from the start, and energy from the end of warm-up', () => {
    const measure = new Measure(capacity, power, zero)
    measure.sent(0)
    measure.answered(500, 0, response)
    measure.sample({ ...zero, atMs: 1000 })
    measure.startCounting({ ...zero, atMs: 2000 })
    measure.sample({ ...zero, atMs: 3000 })
    const series = new Map(measure.series().map(({ name, values }) => [name, values]))
    expect(series.get('responseMean')).toEqual([500, 0, 0])
    expect(measure.metrics({ ...zero, atMs: 3000 }).energyJoules!.value).toBeCloseTo(wattsAt(0, power), 9)
  })

  it('gives one value a sample in every series, and none for a sample without time', () => {
    const measure = new Measure(capacity, power, zero)
    measure.startCounting(zero)
    measure.sample({ ...zero, atMs: 1000 })
    measure.sample({ ...zero, atMs: 1000 })
    for (const { values } of measure.series()) expect(values).toHaveLength(1)
  })
})
