/** A lone queueing station G/G/c, first come first served: the simulator against theory. */
import { Fifo } from '#core/collections/fifo.ts'
import { Histogram } from '#core/collections/histogram.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { StationScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { Calendar } from './calendar.ts'
import { eventKinds } from './event.ts'
import { Fingerprint } from './fingerprint.ts'
import type { RunResult } from './result.ts'

export function simulateStation(scenario: StationScenario, seed: number, replication: number): RunResult {
  const calendar = new Calendar()
  const fingerprint = new Fingerprint()
  const interarrival = sampler(scenario.interarrival, stream(seed, 'station.interarrival', replication))
  const service = sampler(scenario.service, stream(seed, 'station.service', replication))
  const queue = new Fifo<Ms>()
  const response = new Histogram()
  const perSecond: number[] = []
  let busy = 0
  let waitSumMs = 0
  let counted = 0
  let busyAreaMs = 0
  let inSystemAreaMs = 0
  let changedAtMs = 0
  let secondCount = 0

  function book(): void {
    const from = Math.max(changedAtMs, scenario.warmUpMs)
    const elapsedMs = calendar.now - from
    changedAtMs = calendar.now
    if (elapsedMs <= 0) return
    busyAreaMs += busy * elapsedMs
    inSystemAreaMs += (busy + queue.length) * elapsedMs
  }

  function begin(arrivedAtMs: Ms): void {
    busy++
    if (arrivedAtMs >= scenario.warmUpMs) {
      waitSumMs += calendar.now - arrivedAtMs
      counted++
    }
    calendar.schedule(calendar.now + service(), eventKinds.departure, arrivedAtMs)
  }

  function arrive(): void {
    if (busy < scenario.servers) begin(calendar.now)
    else queue.push(calendar.now)
    calendar.schedule(calendar.now + interarrival(), eventKinds.arrival, 0)
  }

  function depart(arrivedAtMs: Ms): void {
    busy--
    if (arrivedAtMs >= scenario.warmUpMs) {
      response.record(calendar.now - arrivedAtMs)
      secondCount++
    }
    const next = queue.shift()
    if (next !== undefined) begin(next)
  }

  calendar.schedule(interarrival(), eventKinds.arrival, 0)
  calendar.schedule(scenario.warmUpMs + 1000, eventKinds.second, 0)
  while (calendar.next(scenario.durationMs)) {
    book()
    const { kind, subject } = calendar
    fingerprint.add(calendar.now, kind, 0)
    if (kind === eventKinds.arrival) arrive()
    else if (kind === eventKinds.departure) depart(subject as Ms)
    else {
      perSecond.push(secondCount)
      secondCount = 0
      calendar.schedule(calendar.now + 1000, eventKinds.second, 0)
    }
  }
  book()
  const measuredMs = scenario.durationMs - scenario.warmUpMs
  return {
    scenario: scenario.name,
    seed,
    replication,
    fingerprint: fingerprint.text(),
    virtualMs: scenario.durationMs,
    events: calendar.performed,
    metrics: {
      'responseMs.mean': { value: response.mean, unit: 'ms' },
      'responseMs.p50': { value: response.quantile(0.5), unit: 'ms' },
      'responseMs.p95': { value: response.quantile(0.95), unit: 'ms' },
      'responseMs.p99': { value: response.quantile(0.99), unit: 'ms' },
      'waitMs.mean': { value: waitSumMs / Math.max(1, counted), unit: 'ms' },
      throughputPerSecond: { value: (response.count * 1000) / measuredMs, unit: 'requests/s' },
      'utilisation.station': { value: busyAreaMs / (measuredMs * scenario.servers), unit: 'ratio' },
      'inSystem.mean': { value: inSystemAreaMs / measuredMs, unit: 'requests' },
    },
    series: [{ name: 'throughput', unit: 'requests/s', values: perSecond }],
    responseMs: response.buckets(),
    stagesMs: {
      wait: waitSumMs / Math.max(1, counted),
      service: response.mean - waitSumMs / Math.max(1, counted),
    },
  }
}
