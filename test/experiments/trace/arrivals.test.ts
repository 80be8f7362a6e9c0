import { describe, expect, test } from 'vitest'
import { stream } from '#core/random.ts'
import type { Arrivals } from '#core/scenario/traffic.ts'
import { arrivalTimes } from '#core/workload/arrival.ts'
import { fitArrivals, spreadTimes } from '#experiments/trace/arrivals.ts'

function drawn(arrivals: Arrivals, spanMs: number): Float64Array {
  const next = arrivalTimes(arrivals, (purpose) => stream(4, purpose, 0))
  const times: number[] = []
  for (let at = next(); at < spanMs; at = next()) times.push(at)
  return Float64Array.from(times)
}

const hour = 3_600_000

describe('Poisson arrivals', () => {
  const times = drawn({ process: 'poisson', ratePerSecond: 5 }, hour)

  test('are found to be Poisson at their rate', () => {
    const found = fitArrivals(times, hour)
    expect(found.isPoisson).toBe(true)
    expect(found.ratePerSecond.low).toBeLessThan(5)
    expect(found.ratePerSecond.high).toBeGreaterThan(5)
    expect(found.windows.passedRatio).toBeGreaterThan(0.9)
    expect(found.dispersion.map(({ windowMs }) => windowMs)).toEqual([100, 1000, 10_000, 60_000])
    expect(found.ratePoints).toHaveLength(96)
  })

  test('stay Poisson when the clock tells only seconds, once spread again', () => {
    const { spread, resolutionMs } = spreadTimes(
      times.map((at) => Math.floor(at / 1000) * 1000),
      stream(1, 'test', 0),
    )
    expect(resolutionMs).toBe(1000)
    expect([...spread]).toEqual([...spread].sort((a, b) => a - b))
    expect(fitArrivals(spread, hour).isPoisson).toBe(true)
  })
})

test('bursts are rejected and disperse', () => {
  const times = drawn({ process: 'batch', ratePerSecond: 1, group: { law: 'geometric', mean: 5 } }, hour)
  const found = fitArrivals(
    times.map((at, i) => at + i * 1e-6),
    hour,
  )
  expect(found.isPoisson).toBe(false)
  expect(found.exponentialGaps.pValue).toBeLessThan(1e-4)
  // A geometric batch of mean m: the index tends to 2 m - 1.
  expect(Math.abs(found.dispersion.find(({ windowMs }) => windowMs === 10_000)!.index - 9)).toBeLessThan(2)
})

test('even arrivals are rejected, too', () => {
  const found = fitArrivals(
    Float64Array.from({ length: 3600 }, (_, i) => i * 1000 + 500),
    hour,
  )
  expect(found.isPoisson).toBe(false)
  expect(found.dispersion.find(({ windowMs }) => windowMs === 10_000)!.index).toBe(0)
})

test('a changing rate is Poisson in short windows only', () => {
  const points = [
    { atMs: 0, ratePerSecond: 1 },
    { atMs: hour / 2, ratePerSecond: 20 },
  ]
  const found = fitArrivals(drawn({ process: 'varying', periodMs: hour, points }, hour), hour)
  expect(found.isPoisson).toBe(false)
  expect(found.windows.passedRatio).toBeGreaterThan(0.9)
  expect(found.busiestRatePerSecond).toBeGreaterThan(15)
})

test('times finer than a millisecond are left as they are', () => {
  const times = Float64Array.of(0.5, 1.25, 2)
  expect(spreadTimes(times, () => 0.5)).toEqual({ spread: times, resolutionMs: 0 })
  expect([...spreadTimes(Float64Array.of(1, 1, 2), () => 0.5).spread]).toEqual([1.5, 1.5, 2.5])
})
