/** What faults do to the processes of a cluster. */
import type { ChildProcess } from 'node:child_process'
import type { Hands } from './live-faults.ts'
import type { RedisProxy } from './proxy.ts'
import { redisCommand } from './redis-command.ts'

export interface Victims {
  /** The process now in each place. */
  readonly nodes: ReadonlyMap<number, { readonly child: ChildProcess }>
  readonly startNode: (node: number) => Promise<void>
  readonly proxies: readonly RedisProxy[]
  readonly store: { readonly port: number; pid: number; readonly start: () => Promise<void> }
  readonly database: { stall(): void; goOn(): void }
}

export const handsOn = ({ nodes, startNode, proxies, store, database }: Victims): Hands => ({
  killNode: (node) => void nodes.get(node)!.child.kill('SIGKILL'),
  startNode,
  pauseNode: (node) => void nodes.get(node)!.child.kill('SIGSTOP'),
  continueNode: (node) => void nodes.get(node)!.child.kill('SIGCONT'),
  cutNode: (node) => proxies[node]!.cut(),
  healNode: (node) => proxies[node]!.heal(),
  spoilMessages: (fate) => {
    for (const proxy of proxies) proxy.spoil(fate)
  },
  dropSubscribers: () => redisCommand(store.port, 'CLIENT KILL TYPE pubsub'),
  saveStore: () => redisCommand(store.port, 'SAVE'),
  killStore: () => void process.kill(store.pid, 'SIGKILL'),
  startStore: store.start,
  stallDatabase: database.stall,
  continueDatabase: database.goOn,
})
