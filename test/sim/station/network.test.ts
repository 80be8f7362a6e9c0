import { describe, expect, it } from 'vitest'
import { TandemError } from '#core/errors.ts'
import { agrees, poisson, runQueueing } from './run-queueing.ts'

const service = { mean: '1 ms' }
const open = { arrivals: poisson(700), service }

describe('a network of stations', () => {
  it('refuses a load that it can never serve, by name', () => {
    const run = () => runQueueing({ arrivals: poisson(1050), service })
    expect(run).toThrow("unstable: offered load 1.05 >= 1 at 'station'")
    expect(run).toThrow(TandemError)
    expect(run).toThrow(expect.objectContaining({ code: 'Unstable' }))
    expect(() => runQueueing({ arrivals: poisson(1050), service, room: 50 })).not.toThrow()
  })

  it('says what a heavy tail hides', () => {
    const pareto = { shape: 'pareto', alpha: 1.8, mean: '1 ms' }
    expect(runQueueing({ ...open, service: pareto }).notes![0]).toContain('the mean wait is infinite')
    expect(runQueueing(open).notes).toBeUndefined()
  })

  it('goes the same way with the same seed, and another with another replication', () => {
    expect(runQueueing(open)).toEqual(runQueueing(open))
    expect(runQueueing(open, 1).fingerprint).not.toBe(runQueueing(open).fingerprint)
  })

  it('draws arrivals and services of their own: another discipline meets the same customers', () => {
    const [fcfs, srpt, shared] = ['fcfs', 'srpt', 'processor-sharing'].map(
      (discipline) => runQueueing({ ...open, discipline, duration: '20 s' }).metrics,
    )
    for (const metrics of [srpt, shared]) {
      expect(metrics!.arrivalsPerSecond).toEqual(fcfs!.arrivalsPerSecond)
      expect(metrics!['utilisation.station']!.value).toBeCloseTo(fcfs!['utilisation.station']!.value, 3)
    }
    expect(srpt!['responseMs.mean']!.value).toBeLessThan(fcfs!['responseMs.mean']!.value)
  })

  it('obeys Little, station by station and as a whole', () => {
    const { metrics } = runQueueing({
      arrivals: poisson(600),
      duration: '100 s',
      stations: [
        { name: 'cache', service },
        { name: 'origin', service: { mean: '1.5 ms' } },
      ],
      routing: [
        { from: 'cache', to: 'origin', probability: 0.4 },
        { from: 'origin', to: 'cache', probability: 0.5 },
      ],
    })
    const inSystem = metrics['inSystem.mean']!.value
    expect(metrics['inSystem.cache']!.value + metrics['inSystem.origin']!.value).toBeCloseTo(inSystem, 9)
    const little = (metrics.throughputPerSecond!.value * metrics['responseMs.mean']!.value) / 1000
    expect(little / inSystem).toBeCloseTo(1, 2)
  })

  it('feeds back: a geometric number of visits', () => {
    const raw = { arrivals: poisson(350), service, feedback: 0.5 }
    expect(agrees(raw, 'utilisation.station', 0.7)).toBe(true)
    expect(agrees(raw, 'responseMs.mean', 2 / 0.3)).toBe(true)
  })

  it('batches wait for each other: E[T] of M^X/M/1', () => {
    // Batches of 2 at load 0.6: (1 + (E[X^2] / E[X] - 1) / 2) / (mu (1 - rho)) = 1.5 / 0.4.
    const raw = { arrivals: { process: 'batch', rate: '300 / s', group: { mean: 2 } }, service }
    expect(agrees(raw, 'responseMs.mean', 3.75)).toBe(true)
  })

  it('a closed system goes on with customers who lost patience or found no room', () => {
    const closed = { population: 20, thinkTime: { mean: '5 ms' }, service, servers: 2, duration: '20 s' }
    const impatient = runQueueing({ ...closed, patience: { mean: '1 ms' } }).metrics
    expect(impatient.abandonRatio!.value).toBeGreaterThan(0.1)
    const throughput = impatient.arrivalsPerSecond!.value * (1 - impatient.abandonRatio!.value)
    expect(throughput / impatient.throughputPerSecond!.value).toBeCloseTo(1, 2)
    const small = runQueueing({ ...closed, room: 4 }).metrics
    expect(small.lossRatio!.value).toBeGreaterThan(0.1)
    expect(small['inSystem.mean']!.value).toBeLessThan(4)
  })

  it('a fork of one part is a station, more parts take longer', () => {
    const forked = (count: number) =>
      runQueueing({ arrivals: poisson(500), stations: [{ name: 'a', count, service }], fork: true }).metrics
    expect(forked(1)['responseMs.mean']!.value).toBeCloseTo(2, 0)
    expect(forked(4)['responseMs.mean']!.value).toBeGreaterThan(forked(2)['responseMs.mean']!.value)
    expect(forked(4)['waitMs.mean']).toBeUndefined()
  })

  it('shares split common arrivals among classes', () => {
    const { metrics } = runQueueing({
      ...open,
      discipline: 'priority-preemptive',
      classes: [
        { name: 'urgent', share: 1, priority: 0 },
        { name: 'rest', share: 3, priority: 1 },
      ],
    })
    const urgent = metrics['class.urgent.responseMs.mean']!.value
    expect(urgent).toBeCloseTo(1 / (1 - 0.175), 1)
    expect(metrics['class.rest.responseMs.mean']!.value).toBeGreaterThan(2 * urgent)
  })
})
