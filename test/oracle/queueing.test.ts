import { beforeAll, describe, expect, it } from 'vitest'
import { createStore } from '#core/cache/store.ts'
import { ttlHitRatioRestarted } from '#core/model/micro-cache.ts'
import { forkJoinResponseMsMax } from '#core/model/queueing-network.ts'
import { zipfSampler } from '#core/model/zipf.ts'
import { stream } from '#core/random.ts'
import { runReplications } from '#experiments/replications.ts'
import { studentInterval } from '#experiments/statistics/interval.ts'
import { expectedOf } from '#experiments/theory/expected.ts'
import type { RunResult } from '#sim/result.ts'
import { type Look, theoryOf } from './queueing-look.ts'
import { limitLooks, looks, scenarioOf } from './queueing-runs.ts'
import { parameter, readOracle } from './read-oracle.ts'

/**
 * Every row of queueing.tsv against the simulator. An exact value lies in the 99.9 % interval of 16 replications with fixed seeds, and
 * the interval is narrow enough to mean something; approximations and bounds hold up to the interval; limits come closer with size.
 */
const REPLICATIONS = 16
const CONFIDENCE = 0.999
/** No run resolves less than this share of a value: a server that rests once in 100 million services never rests. */
const RESOLUTION = 1e-7
/** How near to the limit the larger number of queues is. */
const LIMIT_DISTANCE = 0.05

type Row = Record<string, string>
const rows = readOracle('queueing')
const isLimit = ({ kind }: Row) => kind === 'limit'
const isCache = ({ name }: Row) => name!.includes('cache') && !name!.startsWith('Jackson')

const looksOf = (row: Row): Look[] => (isLimit(row) ? limitLooks(row) : [looks[row.name!]!(row)])

const keyOf = ({ file, set }: Look) => `${file} ${set.join(' ')}`
const results = new Map<string, readonly RunResult[]>()

beforeAll(async () => {
  const wanted = new Map<string, Look>()
  for (const row of rows) if (!isCache(row)) for (const look of looksOf(row)) wanted.set(keyOf(look), look)
  const chosen = [...wanted.values()]
  const scenarios = chosen.map((look) => scenarioOf(look, REPLICATIONS, look.seconds))
  const found = await runReplications(scenarios, {
    replications: REPLICATIONS,
    signal: new AbortController().signal,
  })
  for (const [i, look] of chosen.entries()) results.set(keyOf(look), found[i]!)
}, 300_000)

function valuesOf(look: Look, theory: number): number[] {
  return results.get(keyOf(look))!.map(({ metrics }) => {
    const { value } = metrics[look.metric]!
    if (look.control !== undefined) return (value / look.control(metrics)) * theory
    return look.isComplement === true ? 1 - value : value
  })
}

const intervalOf = (look: Look, theory: number) => {
  const { low, high, mean } = studentInterval(valuesOf(look, theory), CONFIDENCE)
  return { low, high, mean, half: (high - low) / 2 }
}

function expectExact(row: Row, look: Look): void {
  const theory = theoryOf(row)
  const { low, high, half, mean } = intervalOf(look, theory)
  if (theory === 0) {
    expect(mean).toBe(0)
    return
  }
  expect(theory).toBeGreaterThanOrEqual(low - RESOLUTION * theory)
  expect(theory).toBeLessThanOrEqual(high + RESOLUTION * theory)
  expect(half / theory, look.because).toBeLessThanOrEqual(look.narrow ?? 0.05)
}

describe('queueing theory by simulation', () => {
  it('handles every row: simulated, or listed with a reason', () => {
    for (const row of rows)
      expect(looks[row.name!] !== undefined || isLimit(row) || isCache(row), row.name).toBe(true)
  })

  for (const row of rows.filter((one) => !isCache(one) && !isLimit(one))) {
    const title = `${row.name} with ${row.parameters} has ${row.metric} ${row.value} (${row.kind})`
    it(title, () => {
      const look = looks[row.name!]!(row)
      const theory = theoryOf(row)
      if (row.kind === 'exact') {
        expectExact(row, look)
        return
      }
      const { half, low, mean } = intervalOf(look, theory)
      expect(half / mean).toBeLessThanOrEqual(look.narrow ?? 0.05)
      if (row.kind === 'bound') expect(low).toBeLessThanOrEqual(theory)
      else expect(Math.abs(mean - theory)).toBeLessThanOrEqual(0.05 * theory + half)
    })
  }

  for (const row of rows.filter(isLimit))
    it(`${row.name} with ${row.parameters} comes closer to ${row.metric} ${row.value}`, () => {
      const theory = theoryOf(row)
      const found = looksOf(row).map((look) => intervalOf(look, theory))
      const many = found.at(-1)!
      const few = found[0]!
      expect(many.half / theory).toBeLessThanOrEqual(0.15)
      expect(Math.abs(many.mean - theory)).toBeLessThanOrEqual(LIMIT_DISTANCE * theory + many.half)
      if (found.length > 1)
        expect(Math.abs(many.mean - theory)).toBeLessThanOrEqual(
          Math.abs(few.mean - theory) + few.half + many.half,
        )
    })

  it('is what the theory column of a run shows', () => {
    for (const row of rows.filter((one) => !isCache(one) && one.kind !== 'bound')) {
      const [look] = looksOf(row)
      const expected = expectedOf(scenarioOf(look!, 1, 1))[look!.metric]
      if (row.name === 'JSQ N=2') {
        expect(expected).toBeUndefined()
        continue
      }
      const found = look!.isComplement === true ? 1 - expected! : expected!
      const theory = theoryOf(row)
      expect(
        Math.abs(found - theory),
        `${row.name} ${row.parameters} ${row.metric}: ${found}`,
      ).toBeLessThanOrEqual(1e-8 * Math.max(theory, 1e-3))
    }
    for (const row of rows.filter(({ kind }) => kind === 'bound'))
      expect(
        forkJoinResponseMsMax({
          arrivalsPerSecond: parameter(row.parameters!, 'lambda') * 1000,
          serviceMs: 1,
          stations: parameter(row.parameters!, 'K'),
        }),
      ).toBeCloseTo(theoryOf(row), 9)
  })
})

/** Hit ratios of replications of independent requests for keys of a Zipf distribution. */
function hitRatios(row: Row, policy: string, requests: number): number[] {
  const at = (name: string) => parameter(row.parameters!, name)
  return Array.from({ length: REPLICATIONS }, (_, replication) => {
    const draw = zipfSampler(at('n'), at('alpha'), stream(1, 'oracle.cache', replication))
    const store = createStore({ capacityCount: at('C'), eviction: { policy } })
    let hits = 0
    for (let i = -requests / 10; i < requests; i++) {
      const key = draw()
      if (store.find(key, 0) >= 0) hits += i >= 0 ? 1 : 0
      else store.put({ tenant: 0, key, version: 1, sizeBytes: 1, expiresAt: Infinity, value: undefined })
    }
    return hits / requests
  })
}

/** Hit ratio of one key that each access keeps for another time to live, with Poisson requests. */
function restartedHitRatios(row: Row, requests: number): number[] {
  const [lambda, ttl] = [parameter(row.parameters!, 'lambda'), parameter(row.parameters!, 'TTL')]
  return Array.from({ length: REPLICATIONS }, (_, replication) => {
    const random = stream(1, `oracle.ttl.${lambda}`, replication)
    const store = createStore({ capacityCount: 1, eviction: { policy: 'lru' } })
    let hits = 0
    let now = 0
    for (let i = 0; i < requests; i++) {
      now -= Math.log(random()) / lambda
      if (store.find(1, now) >= 0) hits++
      store.put({ tenant: 0, key: 1, version: 1, sizeBytes: 1, expiresAt: now + ttl, value: undefined })
    }
    return hits / requests
  })
}

describe('caches under independent requests', () => {
  for (const row of rows.filter(isCache)) {
    const title = `${row.name} with ${row.parameters} has ${row.metric} ${row.value} (${row.kind})`
    // One row speaks of two policies that have the same hit ratio.
    const policies = row.name!.startsWith('FIFO/RANDOM') ? ['fifo', 'random'] : ['lru']
    it.each(policies)(`${title}: %s`, (policy) => {
      const theory = Number(row.value)
      const isTtl = row.name!.startsWith('TTL')
      const ratios = isTtl ? restartedHitRatios(row, 50_000) : hitRatios(row, policy, 50_000)
      const { low, high } = studentInterval(ratios, CONFIDENCE)
      const slack = row.kind === 'approx' ? 0.05 * theory : 0
      expect(theory).toBeGreaterThanOrEqual(low - slack)
      expect(theory).toBeLessThanOrEqual(high + slack)
      expect((high - low) / 2 / theory).toBeLessThanOrEqual(0.05)
      if (!isTtl) return
      const key = {
        readsPerSecond: parameter(row.parameters!, 'lambda'),
        ttlMs: parameter(row.parameters!, 'TTL') * 1000,
      }
      expect(ttlHitRatioRestarted(key)).toBeCloseTo(theory, 10)
    })
  }
})
