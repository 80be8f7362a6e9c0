import { describe, expect, it } from 'vitest'
import { throttled } from '#core/admit/adaptive-throttling.ts'
import { rejection } from '#core/admit/admission-control.ts'
import { aimdLimit } from '#core/admit/aimd.ts'
import { backoffBoundMs } from '#core/admit/backoff.ts'
import { breakerDefaults } from '#core/admit/circuit-breaker.ts'
import { Codel } from '#core/admit/codel.ts'
import { gradient2Limit } from '#core/admit/gradient2.ts'
import { ejectionDefaults, ejectionMs, successThreshold } from '#core/admit/outlier-ejection.ts'
import { concurrentRetriesMax, RetryBudget } from '#core/admit/retry-budget.ts'
import { vegasLimit } from '#core/admit/vegas.ts'
import { HealthyNodes } from '#core/balance/healthy-nodes.ts'
import { TandemError } from '#core/errors.ts'
import { type Flow, sleep } from '#core/flow/effect.ts'
import { hedge } from '#core/flow/hedge.ts'
import { retry } from '#core/flow/retry.ts'
import { log } from '#core/math/log.ts'
import { type Random, stream } from '#core/random.ts'
import { makeAdmit } from '../core/admit/make-admit.ts'
import { handDriver } from '../core/flow/hand-driver.ts'
import { readOracle } from './read-oracle.ts'

/** Every row of admit.tsv. */
type Row = Record<string, string>

const numbers = (text: string) => [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(([found]) => Number(found))
const gone = () => new TandemError('NodeUnavailable', 'gone')
const generous = () => new RetryBudget({ ttlMs: 10_000, minPerSecond: 1e9, share: 1 })

/** How many attempts arrive at the bottom of so many tiers that each retry, and whether it went well. */
function tiers(count: number, retriesMax: number, fails: () => boolean) {
  const { runner, clock, runUntilIdle } = handDriver()
  const random = stream(1, 'tiers')
  const budget = generous()
  let attempts = 0
  function* tier(left: number): Flow<void> {
    if (left > 0) {
      const o = {
        clock,
        random,
        budget,
        retriesMax,
        backoff: { baseMs: 1, maxMs: 1 },
        deadlineAtMs: Infinity,
      }
      yield* retry(() => tier(left - 1), o)
      return
    }
    attempts++
    yield* sleep(1)
    if (fails()) throw gone()
  }
  let isDone = false
  runner.start(tier(count), 0, undefined, (outcome) => {
    isDone = outcome.kind === 'done'
  })
  runUntilIdle()
  return { attempts, isDone }
}

/** Times of hedged calls whose copies take exponential times of mean 1. */
function hedged(calls: number, random: Random): { times: Float64Array; copies: number } {
  const times = new Float64Array(calls)
  let copies = 0
  const { runner, clock, runUntilIdle } = handDriver()
  function* attempt(): Flow<void> {
    copies++
    yield* sleep(-log(random()))
  }
  for (let call = 0; call < calls; call++) {
    const startedMs = clock.now
    runner.start(
      hedge(attempt, log(20), () => true),
      0,
      undefined,
      () => {
        times[call] = clock.now - startedMs
      },
    )
    runUntilIdle()
  }
  return { times: times.sort((a, b) => a - b), copies }
}

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
const limitsOf = { minCount: 20, maxCount: 200 }

const checks: Record<string, (row: Row) => void> = {
  'res.retry.layers': (row) => expect(tiers(3, 3, () => true).attempts).toBe(Number(row.expected)),
  'res.retry.expected': (row) => {
    const random = stream(1, 'retry.expected')
    const runs = Array.from({ length: 40_000 }, () => tiers(1, 2, () => random() < 0.5))
    const [attempts, failure] = numbers(row.expected!)
    expect(mean(runs.map((run) => run.attempts))).toBeCloseTo(attempts!, 1.7)
    expect(mean(runs.map(({ isDone }) => (isDone ? 0 : 1)))).toBeCloseTo(failure!, 2)
  },
  'res.retry_budget.finagle': (row) => {
    const budget = new RetryBudget({ ttlMs: 10_000, minPerSecond: 10, share: 0.2 })
    const before = budget.balance(0)
    for (let id = 0; id < 500; id++) budget.deposit(id * 10)
    expect(`${before}|${budget.balance(5_000)}`).toBe(row.expected)
  },
  'res.retry_budget.envoy': (row) =>
    expect([100, 10].map((underWay) => concurrentRetriesMax(underWay))).toEqual(numbers(row.expected!)),
  'res.backoff.envoy': (row) => {
    const bounds = [1, 2, 3, 4, 5, 6].map((retries) => backoffBoundMs(retries, { baseMs: 25, maxMs: 250 }))
    expect(bounds).toEqual(numbers(row.expected!))
  },
  'res.outlier.ejection_time': (row) => {
    const seconds = Array.from({ length: 12 }, (_, index) => ejectionMs(index + 1, ejectionDefaults) / 1000)
    const expected = numbers(row.expected!)
    expect(seconds.slice(0, 3)).toEqual(expected.slice(0, 3))
    expect(seconds.slice(9)).toEqual(expected.slice(-3))
  },
  'res.outlier.success_rate': (row) => {
    const isFive = row.parameters!.startsWith('rates')
    const rates = isFive ? [99, 99, 99, 99, 90] : [100, 100, 100, 0]
    const threshold = successThreshold(rates, 1.9)
    const out = rates.flatMap((rate, host) => (rate < threshold ? [`host${host + 1}`] : []))
    if (isFive) expect(`${threshold.toFixed(2)}|${out.join()}`).toBe(row.expected)
    else expect(out).toEqual([])
  },
  'res.outlier.zmax': () => {
    for (const [n, k] of [
      [5, 1],
      [10, 2],
      [30, 7],
    ] as const) {
      const rates = Array.from({ length: n }, (_, host) => (host < k ? 40 : 97))
      const z = Math.sqrt((n - k) / k)
      // At its own distance in deviations an outlier is just at the threshold.
      expect(successThreshold(rates, z)).toBeCloseTo(40, 9)
    }
  },
  'res.panic': (row) => {
    const healthy = new HealthyNodes({ nodes: 10, panicBelow: 0.5 })
    for (let node = 4; node < 10; node++) healthy.set(node, false)
    expect(healthy.list).toHaveLength(Number(row.expected))
  },
  'res.breaker.opossum': (row) => {
    const { timeoutMs, errorShare, resetMs, windowMs, buckets } = breakerDefaults
    expect([timeoutMs, errorShare * 100, resetMs, windowMs, buckets].join('|')).toBe(row.expected)
  },
  'res.fanout': (row) => {
    const random = stream(1, 'fanout')
    const slow = Array.from({ length: 40_000 }, () =>
      Array.from({ length: 100 }, () => random()).some((u) => u < 0.01),
    )
    expect(1 - 0.99 ** 100).toBeCloseTo(Number(row.expected), 6)
    expect(mean(slow.map((isSlow) => (isSlow ? 1 : 0)))).toBeCloseTo(Number(row.expected), 1.9)
  },
  'res.hedge.exponential': (row) => {
    const [average, p99, extra] = numbers(row.expected!)
    const calls = 200_000
    const { times, copies } = hedged(calls, stream(1, 'hedge'))
    expect(Math.abs(mean(times) / average! - 1)).toBeLessThan(0.01)
    expect(Math.abs(times[Math.floor(0.99 * calls)]! / p99! - 1)).toBeLessThan(0.01)
    expect(Math.abs((copies / calls - 1) / extra! - 1)).toBeLessThan(0.03)
  },
  'res.codel.schedule': (row) => {
    const codel = new Codel({ targetMs: 5, intervalMs: 100 })
    const drops: number[] = []
    for (let hundredths = 1; drops.length < 6; hundredths++)
      if (codel.drops(50, hundredths / 100)) drops.push(hundredths / 100)
    for (const [index, expected] of numbers(row.expected!).entries())
      expect(Math.abs(drops[index]! - drops[0]! - expected)).toBeLessThanOrEqual(0.0101)
  },
  'res.gradient2': (row) => {
    const isEqual = row.parameters!.includes('long=short')
    const inFlight = row.parameters!.includes('inflight=49') ? 49 : 50
    const sample = { limit: 100, inFlight, longMs: 100, shortMs: isEqual ? 100 : 200 }
    const found = gradient2Limit(sample, { ...limitsOf, queueCount: 4, tolerance: 1.5, smoothing: 0.2 })
    expect(found).toBeCloseTo(numbers(row.expected!)[0]!, 9)
  },
  'res.vegas': (row) => {
    const found = [11, 12, 10.1].map((ms) =>
      vegasLimit({ limit: 100, inFlight: 100, ms, isFailed: false }, { leastMs: 10, maxCount: 1000 }),
    )
    expect(found).toEqual(numbers(row.expected!))
  },
  'res.aimd': (row) => {
    const o = { ...limitsOf, backoffRatio: 0.9, timeoutMs: 5000 }
    const at = (limit: number, inFlight: number, isFailed: boolean) =>
      aimdLimit({ limit, inFlight, ms: 1, isFailed }, o)
    const isFloor = row.parameters!.startsWith('limit=20')
    const found = isFloor ? [at(20, 20, true)] : [at(100, 100, true), at(100, 50, false), at(100, 49, false)]
    expect(found).toEqual(numbers(row.expected!))
  },
  'res.admission': (row) => {
    const good = Number(/success=(\d+)/.exec(row.parameters!)![1])
    const o = { threshold: 0.95, aggression: 1, maxRejection: 0.8 }
    expect(rejection({ requests: 100, good }, o)).toBeCloseTo(Number(row.expected), 6)
  },
  'res.admission.sre': (row) =>
    expect(throttled({ requests: 100, accepts: 40 }, 2)).toBeCloseTo(Number(row.expected), 5.9),
  'res.gcra': (row) => {
    const { admit, entering } = makeAdmit({ policy: 'gcra', ratePerSecond: 10, burstCount: 5 })
    expect(`${entering(7)}|${admit.retryAfterMs()}`).toBe(row.expected)
  },
  'res.nginx_limit_req': (row) => {
    const { entering } = makeAdmit({ policy: 'limit-req', ratePerSecond: 10, burstCount: 5 })
    expect(entering(10)).toBe(Number(row.expected))
  },
}

describe('overload and failures', () => {
  const rows = readOracle('admit')

  it('has a check for every row', () => {
    expect(rows.filter(({ name }) => checks[name!] === undefined)).toEqual([])
    expect(rows.length).toBe(25)
  })

  for (const row of rows)
    it(`${row.name} with ${row.parameters} has ${row.metric} ${row.expected}`, () => checks[row.name!]!(row))
})
