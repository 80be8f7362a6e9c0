import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import type { WebScenario } from '#core/scenario.ts'
import { readWebScenario } from '#experiments/scenario-file.ts'
import { simulate } from '#sim/simulate.ts'
import type { Figure } from './measure.ts'

/** The preprint's scenario with other users and times; a sixth of the time is warm-up. */
export function paperScenario(
  users: number,
  virtualSeconds: number,
  changes: readonly string[] = [],
): WebScenario {
  const path = fileURLToPath(new URL('../../experiments/scenarios/paper.yaml', import.meta.url))
  const times = [`duration=${virtualSeconds} s`, `warmUp=${virtualSeconds / 6} s`]
  return readWebScenario(path, [`workload.users=${users}`, ...times, ...changes])
}

/** The preprint's whole request path on one core: requests and events a second, seconds in all, memory of the process. */
export function benchRequestPath(
  users: number,
  virtualSeconds: number,
  changes: readonly string[] = [],
): { figures: Figure[]; wallSeconds: number; rssMegabytes: number } {
  const scenario = paperScenario(users, virtualSeconds, changes)
  const startedMs = performance.now()
  const { events, fingerprint, metrics } = simulate(scenario)
  const wallSeconds = (performance.now() - startedMs) / 1000
  const requests = metrics.throughputPerSecond!.value * virtualSeconds
  const checksum = Number.parseInt(fingerprint.slice(0, 8), 16)
  const figure = (name: string, amount: number, unit: string): Figure => ({
    name,
    unit,
    perSecondMedian: amount / wallSeconds,
    spreadRatio: 0,
    checksum,
  })
  return {
    figures: [
      figure(`request path, ${users} users`, requests, 'requests/s'),
      figure(`its events, ${scenario.nodes.count} nodes`, events, 'events/s'),
    ],
    wallSeconds,
    rssMegabytes: process.memoryUsage().rss / 1e6,
  }
}
