import type { NodeCounters } from '#core/flow/node.ts'
import type { DriverSums } from './driver.ts'
import type { LoopWatch } from './loop-facts.ts'

/** Counters and sums in the text format of Prometheus. */
export function metricsText(counters: NodeCounters, sums: DriverSums, loop: LoopWatch): string {
  const lines = Object.entries(counters).map(([name, value]) => `tandem_${snake(name)}_total ${value}`)
  const timed = { ...sums.stages, stamp: sums.stamp, remote: sums.remote, database: sums.database }
  for (const [stage, { count, sumMs }] of Object.entries(timed)) {
    lines.push(
      `tandem_stage_seconds_count{stage="${stage}"} ${count}`,
      `tandem_stage_seconds_sum{stage="${stage}"} ${sumMs / 1000}`,
    )
  }
  const { activeMs, cpuMs, collections, collectionMs } = loop.facts()
  lines.push(
    `tandem_event_loop_active_seconds_total ${activeMs / 1000}`,
    `tandem_event_loop_cpu_seconds_total ${cpuMs / 1000}`,
    `tandem_collections_total ${collections}`,
    `tandem_collection_seconds_total ${collectionMs / 1000}`,
    `tandem_event_loop_delay_seconds_p99 ${loop.delayMsP99() / 1000}`,
  )
  return `${lines.join('\n')}\n`
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
