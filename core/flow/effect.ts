/**
 * Everything a flow may wait for. The list is closed and short: adding an op fails to compile until both drivers answer it.
 *
 * `all`, `race`, `start` and `wait` concern only tasks, so the runner performs them itself; a driver answers the others (`DriverOp`).
 */

import type { TierCopy, TierFill, TierKey } from '#core/cache/beside/lower-tiers.ts'
import type { Entry, EntryKey, Invalidation, Version } from '#core/cache/entry.ts'
import type { Announcement } from '#core/invalidation/invalidation.ts'
import type { Bytes, Ms } from '#core/units.ts'
import type { NodeReading } from './fleet-reading.ts'
import type { PageRequest, PageResponse } from './request.ts'
import type { Waitable } from './runner.ts'

/** Processor work on the node's event loop. The server runs `run`; the simulator charges the calibrated cost of (stage, sizeBytes). */
export interface Work {
  readonly stage: Stage
  readonly sizeBytes: Bytes
  /** Class of the task in the run queue of the node (see core/schedule): small integer, lower than the number of classes. */
  readonly taskClass: number
  /**
   * What the server runs, non-preemptively. Its result is the reply; in the simulator the reply is undefined. On a worker it starts the
   * work, and the outcome that is waited for is the reply.
   */
  readonly run?: (() => unknown) | undefined
  /**
   * The same in steps, for a schedule with a quantum: between two of them it may let others run; the value it ends with is the reply. Each
   * step should take a few milliseconds at most, since nothing interrupts it.
   */
  readonly steps?: (() => Iterator<unknown, unknown>) | undefined
  /** Size of a step; 0 or none: it may be interrupted anywhere. */
  readonly stepBytes?: Bytes | undefined
  /** Done by a worker thread of the node, in the order of its schedule and in one piece; the loop stays free. */
  readonly isOnWorker?: boolean
  /** When it should be done, for schedules that look at it. */
  readonly deadlineMs?: Ms | undefined
  /** Time it waited for the loop; the driver writes it when the work is done. */
  waitMs: Ms
}

/** Stages of processor work that are calibrated and reported apart. */
export const stages = ['accept', 'assemble', 'render', 'respond', 'write'] as const
export type Stage = (typeof stages)[number]

/** Work that leaves the event loop free: first come, first served by the threads of the node (`nodes.threadPool`). */
export interface ThreadWork {
  readonly stage: ThreadStage
  readonly sizeBytes: Bytes
  /** What the server starts; it waits for the outcome, which is the reply. In the simulator the reply is undefined. */
  readonly run?: (() => unknown) | undefined
}

/** Stages of work on threads. */
export const threadStages = ['compress'] as const
export type ThreadStage = (typeof threadStages)[number]

/** Answers that an event loop takes from the network: a version of the shared cache, anything else of it, a row of the database. */
export const replies = ['replyStamp', 'replyBody', 'replyRow'] as const
export type Reply = (typeof replies)[number]

/**
 * What else takes processor time, at no effect of a flow: the event loop taking an answer from the network, the gateway for each request and
 * for each that goes on to a node, the threads beside the loop of a node for each request that it answers (collector, compiler), the shared
 * cache and the database for each operation, the client for each request: until it has the answer, and after that.
 */
export const partCosts = [
  ...replies,
  'gateway',
  'forward',
  'threads',
  'remote',
  'query',
  'client',
  'clientAfter',
] as const
export type PartCost = (typeof partCosts)[number]

/** What shares the processors of a machine; `threads` are those of nodes beside their event loops. */
export const costGroups = ['gateway', 'nodes', 'threads', 'store', 'database', 'client'] as const
export type CostGroup = (typeof costGroups)[number]

/** A piece of the page on its way to the client. */
export interface Chunk {
  readonly index: number
  readonly sizeBytes: Bytes
  /** The client renders it: the node was too busy to (SSR to CSR switch). */
  readonly isData: boolean
  /** Page bytes in the server, undefined in the simulator. */
  readonly body?: unknown
}

export interface Store extends EntryKey {
  readonly value: unknown
  readonly sizeBytes: Bytes
}

/** A copy on its way into the shared cache. With a lease it is stored only while that is valid. */
export interface Fill extends Entry {
  readonly lease?: number
}

/** A new version on its way to the shared cache and to those who are to be told. */
export interface Announced extends Invalidation {
  /** All nodes when absent. */
  readonly audience?: Exclude<Announcement['audience'], 'unstamped'>
  /** The outdated copy is kept for those that may take it. */
  readonly holdsStale?: boolean
}

export interface LeaseRequest extends EntryKey {
  /** How long a token that is given keeps others from getting one. */
  readonly holdMs: Ms
}

export interface Lease {
  readonly entry: Entry | undefined
  /** Above 0: the asker is to load and to fill. 0: nothing to do, or somebody else does. */
  readonly token: number
  /** The outdated copy, where one is held. */
  readonly stale: Entry | undefined
}

/** A node that is to run, with nothing of an earlier life. */
export interface StartNode {
  readonly node: number
  /** Processors it gets; drivers that cannot say leave it as it is. */
  readonly processors: number
  /** It starts on another machine, as the one it was on counts as lost. */
  readonly isReplacement: boolean
}

export interface Ops {
  /** Do nothing for a time. */
  sleep: { input: Ms; reply: void }
  /** Occupy the event loop of this place. Ordered by the node's scheduler. */
  work: { input: Work; reply: unknown }
  /** Have a thread beside the event loop of this place do something. */
  offload: { input: ThreadWork; reply: unknown }
  /** Hand a request to an application node and wait for its answer (gateway only). Raises NodeUnavailable. */
  forward: { input: { node: number; request: PageRequest }; reply: PageResponse }
  /** Read an entry from the shared cache. `undefined` when absent. Raises RemoteUnavailable. */
  remoteGet: { input: EntryKey; reply: Entry | undefined }
  /** Read only the version stamp; 0 when absent. Raises RemoteUnavailable. */
  remoteVersion: { input: EntryKey; reply: Version }
  /** Compare-version-and-set: stored if its version is not lower than the stored one. Reply: the version now held. */
  remoteSet: { input: Fill; reply: Version }
  /** Read an entry from the shared cache, or a lease to fill it. Raises RemoteUnavailable. */
  remoteLease: { input: LeaseRequest; reply: Lease }
  /** Read from a cache beside the node. `undefined` when absent, or when that does not work. */
  tierGet: { input: TierKey; reply: TierCopy | undefined }
  /** Hand a copy to a cache beside the node; reply at once, whether it can store it or not. */
  tierSet: { input: TierFill; reply: void }
  /** Read from the database. Raises OriginUnavailable. */
  load: { input: EntryKey; reply: Entry }
  /** Write to the database; the reply carries the incremented version. */
  store: { input: Store; reply: Entry }
  /** Announce a new version to its audience, and drop older copies from the shared cache. Reply when handed over, not when delivered. */
  publish: { input: Announced; reply: void }
  /** Send one shard to the client and wait until the client asks for the next. */
  send: { input: Chunk; reply: void }
  /** Start a node (who looks after the fleet only). Reply when it answers. Raises NodeUnavailable when it ends before that. */
  startNode: { input: StartNode; reply: void }
  /** Stop a node once the requests under way there have ended, or after `drainMs`, with 0 at once. Reply when it has stopped. */
  stopNode: { input: { node: number; drainMs: Ms }; reply: void }
  /** Ask a node whether it works. False when it does not answer in time. */
  probeNode: { input: { node: number; timeoutMs: Ms }; reply: boolean }
  /** What nodes have done so far; those that do not answer are left out. */
  readFleet: { input: undefined; reply: readonly NodeReading[] }
  /** Park until what is waited for is there: a signal is settled, a semaphore has a place. */
  wait: { input: Waitable; reply: unknown }
  /** Run flows at the same time; replies in order. The first error cancels the others and is raised. */
  all: { input: readonly Flow<unknown>[]; reply: readonly unknown[] }
  /** Run flows at the same time; the first to end wins (or raises) and the others are cancelled. */
  race: { input: readonly Flow<unknown>[]; reply: { readonly index: number; readonly value: unknown } }
  /** Begin a flow at the same place and go on without it. Nobody waits for it, so it handles what may fail, and it outlives its starter. */
  start: { input: Flow<void>; reply: void }
}

export type Op = keyof Ops
export type TaskOp = 'wait' | 'all' | 'race' | 'start'
export type DriverOp = Exclude<Op, TaskOp>
export const driverOps = [
  'sleep',
  'work',
  'offload',
  'forward',
  'remoteGet',
  'remoteVersion',
  'remoteSet',
  'remoteLease',
  'tierGet',
  'tierSet',
  'load',
  'store',
  'publish',
  'send',
  'startNode',
  'stopNode',
  'probeNode',
  'readFleet',
] as const satisfies readonly DriverOp[]

export type Flow<T> = Generator<Effect, T, unknown>

/**
 * What a flow waits for. `const entry = yield* load(key)` gets the right type back: an effect is a flow of one step, which yields itself
 * and ends with the reply. Each effect is yielded once.
 *
 * It is also the result of its own steps, so that waiting allocates nothing else.
 */
export class Effect<O extends Op = Op> {
  readonly op: O
  readonly input: Ops[O]['input']
  done = false
  /** Itself once it was yielded, then the reply. */
  value: unknown = undefined

  constructor(op: O, input: Ops[O]['input']) {
    this.op = op
    this.input = input
  }

  [Symbol.iterator](): Flow<Ops[O]['reply']> {
    return this as unknown as Flow<Ops[O]['reply']>
  }

  next(reply?: unknown): this {
    if (this.value === undefined) {
      this.value = this
      return this
    }
    return this.return(reply)
  }

  throw(error: unknown): never {
    throw error
  }

  return(value: unknown): this {
    this.done = true
    this.value = value
    return this
  }
}

export const sleep = (ms: Ms) => new Effect('sleep', ms)
export const work = (input: Work) => new Effect('work', input)
export const offload = (input: ThreadWork) => new Effect('offload', input)
export const forward = (node: number, request: PageRequest) => new Effect('forward', { node, request })
export const remoteGet = (key: EntryKey) => new Effect('remoteGet', key)
export const remoteVersion = (key: EntryKey) => new Effect('remoteVersion', key)
export const remoteSet = (fill: Fill) => new Effect('remoteSet', fill)
export const remoteLease = (request: LeaseRequest) => new Effect('remoteLease', request)
export const tierGet = (key: TierKey) => new Effect('tierGet', key)
export const tierSet = (fill: TierFill) => new Effect('tierSet', fill)
export const load = (key: EntryKey) => new Effect('load', key)
export const store = (input: Store) => new Effect('store', input)
export const publish = (announced: Announced) => new Effect('publish', announced)
export const send = (chunk: Chunk) => new Effect('send', chunk)
export const start = (flow: Flow<void>) => new Effect('start', flow)
export const startNode = (input: StartNode) => new Effect('startNode', input)
export const stopNode = (input: { node: number; drainMs: Ms }) => new Effect('stopNode', input)
export const probeNode = (input: { node: number; timeoutMs: Ms }) => new Effect('probeNode', input)
export const readFleet = () => new Effect('readFleet', undefined)

/** The reply has the type of what is waited for. */
export const wait = <T>(waitable: Waitable<T>): { [Symbol.iterator](): Flow<T> } =>
  new Effect('wait', waitable) as { [Symbol.iterator](): Flow<T> }

export function* all<T extends readonly Flow<unknown>[]>(
  ...flows: T
): Flow<{ [I in keyof T]: T[I] extends Flow<infer R> ? R : never }> {
  return (yield new Effect('all', flows) as Effect) as never
}

export function* race<T extends readonly Flow<unknown>[]>(
  ...flows: T
): Flow<{ index: number; value: T[number] extends Flow<infer R> ? R : never }> {
  return (yield new Effect('race', flows) as Effect) as never
}
