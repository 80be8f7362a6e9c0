import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { networkScenario, stationScenario } from '#core/scenario/station-schema.ts'
import { webScenario } from '#core/scenario/web-schema.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { check, describe as describeSchema, problemText } from '#core/schema.ts'

const web = (more: Record<string, unknown> = {}) => ({
  model: 'web',
  name: 'w',
  workload: { users: 10 },
  ...more,
})
const paths = (raw: unknown) => parseScenario(raw).problems.map(({ path }) => path)
const lines = (raw: unknown) => parseScenario(raw).problems.map(problemText)

describe('scenario schema', () => {
  it('needs only model, name and workload; everything else has a default', () => {
    const { scenario, problems } = parseScenario(web())
    expect(problems).toEqual([])
    expect(scenario).toMatchObject({
      model: 'web',
      seed: 1,
      workload: { users: 10 },
      gateway: { ttlMsMin: 300, ttlMsMax: 1200 },
      redis: { capacityBytes: 8e9, operationsPerSecondMax: 120_000 },
      render: { shardsMin: 7, shardsMax: 12, shardBytesMax: 16_384 },
      balance: { policy: 'round-robin' },
    })
  })

  it('reads every renamed quantity of the written form', () => {
    const { scenario, problems } = parseScenario(
      web({
        duration: '30 s',
        warmUp: '3 s',
        workload: {
          arrivals: 'open',
          rate: '100 / s',
          thinkTime: { mean: '2 s' },
          pageSize: { mean: '64 KiB' },
        },
        client: {
          bandwidth: '12.5 MB / s',
          csrPerShard: '5 ms',
          roundTrip: { shape: 'lognormal', mean: '20 ms', cv: 0.5 },
        },
        gateway: { enabled: false, ttlMin: '100 ms', ttlMax: '0.2 s', capacity: 5, cacheableRatio: '20 %' },
        cache: { enabled: false, l1Capacity: 7, l2Capacity: 8, expiry: { policy: 'fixed-ttl', ttl: '2 s' } },
        redis: { enabled: false, capacity: '1 GB', ttl: '9 s', operationsMax: '1000 / s' },
        render: { shardMax: '8 KiB' },
        costs: { render: { fixed: '2 ms', msPerKiB: 0.2 } },
        power: { idle: '100 W', busy: '0.3 kW' },
        objectives: ['p95 < 500 ms'],
      }),
    )
    expect(problems).toEqual([])
    expect(scenario).toMatchObject({
      durationMs: 30_000,
      warmUpMs: 3000,
      workload: {
        ratePerSecond: 100,
        thinkTime: { meanMs: 2000, shape: 'exponential' },
        pageSize: { meanBytes: 65_536 },
      },
      client: { bandwidthBytesPerSecond: 12.5e6, csrMsPerShard: 5, roundTrip: { meanMs: 20 } },
      gateway: { isEnabled: false, ttlMsMin: 100, ttlMsMax: 200, capacityCount: 5, cacheableRatio: 0.2 },
      cache: {
        isEnabled: false,
        l1CapacityCount: 7,
        l2CapacityCount: 8,
        expiry: { policy: 'fixed-ttl', ttl: 2000 },
      },
      redis: { isEnabled: false, capacityBytes: 1e9, ttlMs: 9000, operationsPerSecondMax: 1000 },
      render: { shardBytesMax: 8192 },
      costs: { render: { fixedMs: 2, msPerKiB: 0.2 } },
      power: { idleWatts: 100, busyWatts: 300 },
      objectives: ['p95 < 500 ms'],
    })
  })

  it('reads a station', () => {
    const { scenario } = parseScenario({
      model: 'station',
      name: 'mm1',
      interarrival: { mean: '10 ms' },
      service: { shape: 'erlang', mean: '8 ms', cv: 0.5 },
    })
    expect(scenario).toMatchObject({
      interarrival: { shape: 'exponential', meanMs: 10 },
      service: { shape: 'erlang', meanMs: 8, cv: 0.5 },
      servers: 1,
    })
    expect(paths({ model: 'station', name: 'mm1' })).toEqual(['interarrival', 'service'])
  })

  it('a wrong scenario gives no scenario and all of its problems', () => {
    const raw = web({
      duration: 30,
      workload: { users: 0, zipfExponent: -1, rate: '5 W', usrs: 3 },
      cache: { eviction: 'lrv', expiry: { policy: 'fixed-ttl', ttl: '16 KiB' } },
      nodess: {},
    })
    expect(parseScenario(raw).scenario).toBeUndefined()
    expect(paths(raw)).toEqual([
      'duration',
      'workload.users',
      'workload.rate',
      'workload.zipfExponent',
      'workload.usrs',
      'cache.eviction',
      'cache.expiry.ttl',
      'nodess',
    ])
    const said = lines(raw)
    expect(said[1]).toBe('workload.users: 0 is out of range (allowed: whole number 1 to 1000000)')
    expect(said[5]).toContain("unknown eviction policy 'lrv', did you mean 'lru'? (allowed: ")
    expect(said[7]).toContain("unknown key 'nodess', did you mean 'nodes'?")
  })

  it('checks conditions between fields', () => {
    expect(paths(web({ duration: '1 s', warmUp: '1 s' }))).toEqual(['warmUp'])
    expect(paths(web({ gateway: { ttlMin: '2 s', ttlMax: '1 s' } }))).toEqual(['gateway.ttlMin'])
    expect(paths(web({ render: { shardsMin: 9, shardsMax: 8 } }))).toEqual(['render.shardsMin'])
    expect(paths(web({ power: { idle: '300 W' } }))).toEqual(['power.idle'])
    expect(paths(web({ database: { query: { shape: 'erlang', cv: 2 } } }))).toEqual(['database.query.cv'])
  })

  it('holds shards to 1..64 of at most 16 KiB', () => {
    expect(paths(web({ render: { shardsMin: 0 } }))).toEqual(['render.shardsMin'])
    expect(paths(web({ render: { shardsMax: 65 } }))).toEqual(['render.shardsMax'])
    expect(paths(web({ render: { shardMax: '16.1 KiB' } }))).toEqual(['render.shardMax'])
    expect(paths(web({ render: { shardsMin: 64, shardsMax: 64, shardMax: '16 KiB' } }))).toEqual([])
  })

  it('says what is wrong with a document that is no scenario at all', () => {
    expect(lines(null)).toEqual(['scenario: a scenario is a mapping of names to values (allowed: a mapping)'])
    expect(lines({})).toEqual(['model: is missing (allowed: web, station, network)'])
    expect(lines({ model: 'wbe' })).toEqual([
      "model: unknown model 'wbe', did you mean 'web'? (allowed: web, station, network)",
    ])
    expect(paths({ model: 'web' })).toEqual(['name', 'workload'])
  })

  it('what it returns passes the same schema in base form', () => {
    expect(check(webScenario, parseScenario(web()).scenario).problems).toEqual([])
  })

  it('every parameter has a meaning', () => {
    for (const schema of [webScenario, stationScenario, networkScenario])
      for (const row of describeSchema(schema)) expect(row.meaning, row.name).not.toBe('')
  })

  it('never throws, whatever the document', () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('workload', 'gateway', 'cache', 'expiry', 'policy') }),
        (raw) => {
          const { scenario, problems } = parseScenario({ model: 'web', name: 'x', ...raw })
          expect(scenario === undefined).toBe(problems.length > 0)
        },
      ),
      { seed: 1 },
    )
  })
})
