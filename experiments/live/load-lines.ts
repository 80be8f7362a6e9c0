/** What a load test measured, in lines for people. */
import type { LoadResult } from '#server/load/load-result.ts'
import type { Costs } from '../consistency/costs.ts'
import { operationText } from '../consistency/history.ts'
import type { LiveCheck } from '../consistency/live-check.ts'
import { figure, percent, tableLines } from '../table.ts'
import type { LiveEnergy } from './live-energy.ts'

/** Energy of the whole measured time over its requests. */
export const joulesPerRequest = (
  { durationMs, requests }: Pick<LoadResult, 'durationMs' | 'requests'>,
  { wattsMean }: Pick<LiveEnergy, 'wattsMean'>,
): number => (requests === 0 ? 0 : (wattsMean * durationMs) / 1000 / requests)

export function loadLines(result: LoadResult, energy: LiveEnergy | undefined): string[] {
  const { responseMs, countsFrom } = result
  const isOwnScript = countsFrom === 'sending'
  const rows = [
    ...Object.entries(responseMs).map(([name, value]) => [`response ${name}`, figure(value), 'ms']),
    ['throughput', figure(result.throughputPerSecond), 'requests/s'],
    // A script that notes nothing of its own tells neither what the gateway said nor when it meant to send.
    ...(isOwnScript
      ? []
      : [
          ['gateway hits', percent(result.gatewayHitRatio), ''],
          ['lateness of the generator', figure(result.latenessMsMean), 'ms'],
        ]),
    ['failed', String(result.failed), `of ${result.requests + result.failed}`],
    ...(energy === undefined
      ? []
      : [
          ['power', figure(energy.wattsMean), `W, ${energy.source}`],
          ['energy of a request', figure(joulesPerRequest(result, energy)), `J, ${energy.source}`],
        ]),
  ]
  return [
    ...tableLines(['metric', 'measured', 'unit'], rows),
    ...(isOwnScript
      ? ['response times count from the sending: the script does not tell when it was due']
      : []),
    `raw points: ${result.points}`,
  ]
}

export const checkLines = ({ operations, whileReachable, checked }: LiveCheck): string[] => [
  `consistency: ${operations} reads and writes, ${whileReachable} before the shared cache first gave no answer`,
  ...checked.flatMap(({ claim, holds, reason, counterExample }) => [
    `${holds ? 'holds' : 'BROKEN'}: ${claim}${holds ? '' : `; ${reason}`}`,
    ...counterExample.map((operation) => `  ${operationText(operation)}`),
  ]),
]

export const costLines = (costs: Costs): string[] =>
  tableLines(
    ['copies', 'measured', 'unit'],
    [
      ['Redis operations', figure(costs.redisOperationsPerRead), 'a read'],
      ['messages', figure(costs.messagesPerWrite), 'a write'],
      ['stale reads', percent(costs.staleReadRatio), `of ${costs.reads}`],
      ['age of stale reads p50', figure(costs.staleAgeMsP50), 'ms'],
      ['age of stale reads p99', figure(costs.staleAgeMsP99), 'ms'],
      ['age of stale reads max', figure(costs.staleAgeMsMax), 'ms'],
    ],
  )
