import type { QueueingScenario } from '#core/scenario.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { problemText } from '#core/schema.ts'
import { studentInterval } from '#experiments/statistics/interval.ts'
import type { RunResult } from '#sim/result.ts'
import { simulate } from '#sim/simulate.ts'

/** A queueing scenario from its written form; the model is a network when it has stations. */
export function queueing(raw: Record<string, unknown>): QueueingScenario {
  const model = raw.stations === undefined ? 'station' : 'network'
  const { scenario, problems } = parseScenario({ model, name: 'q', duration: '60 s', warmUp: '1 s', ...raw })
  if (problems.length > 0) throw new Error(problems.map(problemText).join('\n'))
  return scenario as QueueingScenario
}

export const runQueueing = (raw: Record<string, unknown>, replication = 0): RunResult =>
  simulate(queueing(raw), { replication })

/** Whether theory lies in the 99.9 % interval of eight replications. */
export function agrees(raw: Record<string, unknown>, metric: string, theory: number): boolean {
  const values = Array.from(
    { length: 8 },
    (_, replication) => runQueueing(raw, replication).metrics[metric]!.value,
  )
  const { low, high } = studentInterval(values, 0.999)
  return low <= theory && theory <= high && high - low < 0.2 * theory
}

export const poisson = (perSecond: number) => ({ process: 'poisson', rate: `${perSecond} / s` })
