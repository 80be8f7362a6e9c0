import { describe, expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import type { Arrivals } from '#core/scenario/traffic.ts'
import { arrivalRatePerSecond, arrivalTimes, rateAt } from '#core/workload/arrival.ts'

const timesOf = (arrivals: Arrivals, seed = 1) =>
  arrivalTimes(arrivals, (purpose) => stream(seed, `arrival.${purpose}`))
const take = (arrivals: Arrivals, count: number, seed = 1) =>
  Array.from({ length: count }, timesOf(arrivals, seed))

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
/** Variance over mean of the number of arrivals in windows: 1 for Poisson. */
function dispersion(times: readonly number[], windowMs: number): number {
  const counts = new Array<number>(Math.floor(times.at(-1)! / windowMs)).fill(0)
  for (const at of times) if (Math.floor(at / windowMs) < counts.length) counts[Math.floor(at / windowMs)]!++
  const m = mean(counts)
  return mean(counts.map((count) => (count - m) ** 2)) / m
}

const exponential = (meanMs: number) => ({ shape: 'exponential', meanMs, cv: 1 }) as const
const processes: Arrivals[] = [
  { process: 'renewal', interarrival: { shape: 'erlang', meanMs: 5, cv: 0.5 } },
  { process: 'poisson', ratePerSecond: 200 },
  { process: 'batch', ratePerSecond: 50, group: { law: 'fixed', mean: 4 } },
  { process: 'batch', ratePerSecond: 50, group: { law: 'geometric', mean: 4 } },
  {
    process: 'mmpp',
    states: [
      { ratePerSecond: 400, stayMs: 100 },
      { ratePerSecond: 100, stayMs: 200 },
    ],
  },
  {
    process: 'mmpp',
    states: [
      { ratePerSecond: 500, stayMs: 100, to: [0, 1, 3] },
      { ratePerSecond: 0, stayMs: 50, to: [1, 0, 0] },
      { ratePerSecond: 100, stayMs: 200, to: [1, 1, 0] },
    ],
  },
  {
    process: 'varying',
    periodMs: 1000,
    points: [
      { atMs: 0, ratePerSecond: 0 },
      { atMs: 500, ratePerSecond: 400 },
    ],
  },
  { process: 'sessions', ratePerSecond: 20, group: { law: 'geometric', mean: 10 }, gap: exponential(30) },
]

describe('arrival processes', () => {
  it.each(processes.map((arrivals) => [arrivals.process, arrivals] as const))(
    '%s keeps order and rate',
    (_, arrivals) => {
      const times = take(arrivals, 200_000)
      for (let i = 1; i < times.length; i++) expect(times[i]! >= times[i - 1]!).toBe(true)
      const found = (times.length * 1000) / times.at(-1)!
      expect(Math.abs(found / arrivalRatePerSecond(arrivals) - 1)).toBeLessThan(0.03)
    },
  )

  it('have the variation of their kind', () => {
    const [erlang, poisson, batch, , bursty] = processes.map((arrivals) =>
      dispersion(take(arrivals, 200_000), 500),
    )
    expect(erlang).toBeLessThan(0.4)
    expect(Math.abs(poisson! - 1)).toBeLessThan(0.1)
    expect(Math.abs(batch! - 4)).toBeLessThan(0.4)
    expect(bursty).toBeGreaterThan(5)
  })

  it('thinning follows the rate within the period', () => {
    const varying = processes[6] as Extract<Arrivals, { process: 'varying' }>
    const counts = new Array<number>(10).fill(0)
    const times = take(varying, 100_000)
    for (const at of times) counts[Math.floor((at % 1000) / 100)]!++
    for (const [i, count] of counts.entries()) {
      const expected = ((rateAt(varying, i * 100 + 50) / 1000) * 100 * times.at(-1)!) / 1000
      expect(Math.abs(count / expected - 1)).toBeLessThan(0.1)
    }
    expect(rateAt(varying, 750)).toBeCloseTo(200, 9)
  })

  it('a rate wraps around the period before its first point', () => {
    const late = {
      periodMs: 100,
      points: [
        { atMs: 50, ratePerSecond: 10 },
        { atMs: 60, ratePerSecond: 20 },
      ],
    }
    expect(rateAt(late, 5)).toBeCloseTo(15, 9)
    expect(rateAt({ periodMs: 100, points: [{ atMs: 50, ratePerSecond: 7 }] }, 99)).toBe(7)
  })

  it('a session asks again and again with its gap', () => {
    const gap = { shape: 'constant', meanMs: 10, cv: 0 } as const
    const times = take(
      { process: 'sessions', ratePerSecond: 0.001, group: { law: 'fixed', mean: 3 }, gap },
      6,
    )
    expect(times.map((at, i) => at - times[i - (i % 3)]!)).toEqual(
      [0, 10, 20, 0, 10, 20].map((d) => expect.closeTo(d, 3)),
    )
  })

  it('a trace gives its times and then nobody', () => {
    expect(take({ process: 'trace', times: [1, 1, 4] }, 4)).toEqual([1, 1, 4, Infinity])
    expect(arrivalRatePerSecond({ process: 'trace', times: [1] })).toBeNaN()
  })
})
