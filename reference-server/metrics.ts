import type { monitorEventLoopDelay } from 'node:perf_hooks'
import type { NodeCounters } from '#core/flow/node.ts'
import type { DriverSums } from './driver.ts'

/** Counters and sums in the text format of Prometheus. */
export function metricsText(
  counters: NodeCounters,
  sums: DriverSums,
  loopDelay: ReturnType<typeof monitorEventLoopDelay>,
): string {
  const lines = Object.entries(counters).map(([name, value]) => `tandem_${snake(name)}_total ${value}`)
  const timed = { ...sums.stages, remote: sums.remote, database: sums.database }
  for (const [stage, { count, sumMs }] of Object.entries(timed)) {
    lines.push(
      `tandem_stage_seconds_count{stage="${stage}"} ${count}`,
      `tandem_stage_seconds_sum{stage="${stage}"} ${sumMs / 1000}`,
    )
  }
  lines.push(`tandem_event_loop_delay_seconds_p99 ${loopDelay.percentile(99) / 1e9}`)
  return `${lines.join('\n')}\n`
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
