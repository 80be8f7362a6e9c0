import type { NodeCounters } from '#core/flow/node.ts'
import type { DriverSums } from './driver.ts'
import type { LoopFacts } from './loop-facts.ts'
import type { StageSum } from './stage-sum.ts'

/** What a cluster has counted so far; differences of two snapshots are what happened between. */
export interface ClusterSnapshot {
  readonly nodes: NodeCounters
  readonly cpuMs: Readonly<Record<'gateway' | 'nodes' | 'store' | 'database', number>>
  readonly stages: DriverSums['stages']
  readonly remote: StageSum
  readonly database: StageSum
  /** Of the event loops of all nodes together. */
  readonly loop: LoopFacts
}

export interface NodeSnapshot {
  readonly counters: NodeCounters
  readonly sums: DriverSums
  readonly loop: LoopFacts
}

/** Counters and sums of all nodes together. */
export function summed(
  each: readonly NodeSnapshot[],
): Pick<ClusterSnapshot, 'nodes' | 'stages' | 'remote' | 'database' | 'loop'> {
  const add = <T extends object>(parts: readonly T[]): T => {
    const total: Record<string, unknown> = {}
    for (const part of parts) {
      for (const [name, value] of Object.entries(part)) {
        total[name] =
          typeof value === 'number'
            ? ((total[name] as number | undefined) ?? 0) + value
            : add([(total[name] ?? {}) as object, value as object])
      }
    }
    return total as T
  }
  const sums = add(each.map((one) => one.sums))
  return {
    nodes: add(each.map((one) => one.counters)),
    stages: sums.stages,
    remote: sums.remote,
    database: sums.database,
    loop: add(each.map((one) => one.loop)),
  }
}
