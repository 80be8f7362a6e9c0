import type { Reply } from '#core/flow/effect.ts'
import type { Task } from '#core/flow/task.ts'

/** Kinds of events; the number goes into the fingerprint, so new kinds are added at the end. */
export const eventKinds = {
  /** A parked task gets its reply. Subject: Answer. */
  answer: 0,
  /** A node has finished a piece of work. Subject: the machine's running work. */
  workDone: 1,
  /** A user of a closed workload stops thinking. Subject: the user's number. */
  userSends: 2,
  /** The next request of an open workload is sent. */
  arrival: 3,
  /** A request reaches the gateway. Subject: RequestInFlight. */
  reachesGateway: 4,
  /** The last byte reaches the client. Subject: RequestInFlight. */
  delivered: 5,
  /** A second has passed; the series take their samples. */
  second: 6,
  /** Warm-up has ended; counting starts. */
  warm: 7,
  /** A service of a lone station ends. Subject: arrival time of its customer. */
  departure: 8,
  /** An invalidation reaches a node. Subject: InvalidationOnItsWay. */
  invalidation: 9,
  /** A thread of a node has finished. Subject: the machine's work on threads. */
  threadDone: 10,
  /** A task has slept long enough. Subject: the task. */
  wake: 11,
  /** Something goes wrong or is over, or an entry of the shared cache expires. Subject: FaultEvent. */
  fault: 12,
  /** The processors of a shared machine are done with something; it is performed. */
  processorsTurn: 13,
  /** The event loop of a node has taken an answer from the network. Subject: the machine's `Heard`. */
  heard: 14,
  /** A part of the machine beside the nodes has done its work. Subject: PartWork. */
  partDone: 15,
  /** A worker of a node has finished. Subject: the machine's work on workers. */
  workerDone: 16,
  /** A node has started, or has had its time to end or to answer. Subject: a function that gives its number. */
  fleet: 17,
} as const

/** An operation that a parked task waits for; it is performed when its time has come and gives the reply (or raises). */
export interface Answer {
  readonly task: Task
  readonly operate: () => unknown
  /** What the event loop of the node is told. */
  readonly reply: Reply
  /** Who performs it, where that takes processor time. */
  readonly part: 'remote' | 'query' | undefined
}
