import type { Ms, Ratio } from '#core/units.ts'
import type { Cluster } from '#server/launch.ts'
import { quantile } from '../statistics/quantile.ts'
import { byKey, type Operation } from './history.ts'

/** What it cost live nodes to keep their copies fresh, and how fresh they were. */
export interface Costs {
  readonly reads: number
  readonly writes: number
  readonly redisOperationsPerRead: number
  readonly messagesPerWrite: number
  readonly staleReadRatio: Ratio
  /** Of the stale reads: time since the successor of what was read was committed. */
  readonly staleAgeMsP50: Ms
  readonly staleAgeMsP99: Ms
  readonly staleAgeMsMax: Ms
}

/** Parameters: snapshot, of the cluster at its end; operations, all that its nodes have done. */
export function costsOf(
  { nodes, remote }: Pick<Awaited<ReturnType<Cluster['snapshot']>>, 'nodes' | 'remote'>,
  operations: readonly Operation[],
): Costs {
  const reads = operations.filter(({ kind }) => kind === 'read').length
  const writes = operations.filter(({ kind, status }) => kind === 'write' && status === 'ok').length
  const ages = staleAges(operations).sort((a, b) => a - b)
  const age = (share: number) => (ages.length === 0 ? 0 : quantile(ages, share))
  return {
    reads,
    writes,
    redisOperationsPerRead: remote.count / Math.max(1, reads),
    // Who writes applies its own message at once; that is none.
    messagesPerWrite: (nodes.invalidationsReceived - nodes.writes) / Math.max(1, writes),
    staleReadRatio: ages.length / Math.max(1, reads),
    staleAgeMsP50: age(0.5),
    staleAgeMsP99: age(0.99),
    staleAgeMsMax: ages.at(-1) ?? 0,
  }
}

/** For each read that was stale when it ended: how long its successor had been committed. */
export function staleAges(operations: readonly Operation[]): Ms[] {
  return byKey(operations).flatMap((register) => {
    const commits = register
      .filter(({ kind, status }) => kind === 'write' && status !== 'fail')
      .map(({ value, committed, start }) => ({ version: value ?? 0, at: committed ?? start }))
      .sort((a, b) => a.version - b.version)
    return register
      .filter(({ kind, status }) => kind === 'read' && status === 'ok')
      .flatMap(({ value, end }) => {
        const successor = commits.find(({ version }) => version > (value ?? 0))
        return successor === undefined || successor.at >= end ? [] : [end - successor.at]
      })
  })
}
