import type { EntryKey } from '#core/cache/entry.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { Ms } from '#core/units.ts'
import type { WorldRecorder } from '#sim/staleness.ts'
import type { Operation } from '../consistency/history.ts'

export interface HistoryRecorder extends WorldRecorder {
  history(): Operation[]
}

/** A node is a new process each time it comes back. */
const incarnationsMax = 1000

/**
 * Records the reads and writes of all nodes. A write begins with its commit, which is when it takes effect, and ends with its
 * acknowledgement, if ever; a process is one life of a node.
 */
export function historyRecorder(now: () => Ms): HistoryRecorder {
  const reads: Operation[] = []
  const writes = new Map<string, Operation>()
  const lives = new Map<number, number>()
  const nameOf = ({ tenant, key }: EntryKey) => `${tenant}:${key}`
  const processOf = ({ index }: AppNode) => index * incarnationsMax + (lives.get(index) ?? 0)
  return {
    now,
    read(node, entry, askedAtMs) {
      reads.push({
        process: processOf(node),
        key: nameOf(entry),
        kind: 'read',
        value: entry.version,
        start: askedAtMs,
        end: now(),
        status: 'ok',
      })
    },
    committed(key, version) {
      writes.set(`${nameOf(key)} ${version}`, {
        process: -1,
        key: nameOf(key),
        kind: 'write',
        value: version,
        start: now(),
        end: Number.POSITIVE_INFINITY,
        status: 'info',
      })
    },
    wrote(node, entry) {
      const name = `${nameOf(entry)} ${entry.version}`
      writes.set(name, { ...writes.get(name)!, process: processOf(node), end: now(), status: 'ok' })
    },
    restarted: ({ index }) => void lives.set(index, (lives.get(index) ?? 0) + 1),
    history: () => [...writes.values(), ...reads],
  }
}
