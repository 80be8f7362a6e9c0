import { expect, it } from 'vitest'
import type { NodeCounters } from '#core/flow/node.ts'
import type { DriverSums } from '#server/driver.ts'
import { metricsText } from '#server/metrics.ts'

it('counters and sums come in the text format of Prometheus, in seconds', () => {
  const text = metricsText(
    { l1Hits: 3, remoteFailures: 0 } as unknown as NodeCounters,
    {
      stages: { render: { count: 2, sumMs: 500, sumBytes: 1, buckets: {} } },
      stamp: { count: 3, sumMs: 1, sumBytes: 0, buckets: {} },
      remote: { count: 1, sumMs: 2, sumBytes: 0, buckets: {} },
      database: { count: 0, sumMs: 0, sumBytes: 0, buckets: {} },
    } as unknown as DriverSums,
    {
      facts: () => ({ activeMs: 1500, idleMs: 0, cpuMs: 1200, collections: 4, collectionMs: 20 }),
      delayMsP99: () => 2,
    },
  )
  expect(text.split('\n')).toEqual([
    'tandem_l1_hits_total 3',
    'tandem_remote_failures_total 0',
    'tandem_stage_seconds_count{stage="render"} 2',
    'tandem_stage_seconds_sum{stage="render"} 0.5',
    'tandem_stage_seconds_count{stage="stamp"} 3',
    'tandem_stage_seconds_sum{stage="stamp"} 0.001',
    'tandem_stage_seconds_count{stage="remote"} 1',
    'tandem_stage_seconds_sum{stage="remote"} 0.002',
    'tandem_stage_seconds_count{stage="database"} 0',
    'tandem_stage_seconds_sum{stage="database"} 0',
    'tandem_event_loop_active_seconds_total 1.5',
    'tandem_event_loop_cpu_seconds_total 1.2',
    'tandem_collections_total 4',
    'tandem_collection_seconds_total 0.02',
    'tandem_event_loop_delay_seconds_p99 0.002',
    '',
  ])
})
