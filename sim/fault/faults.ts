/**
 * Makes go wrong what a scenario says, at the time it says. Everything random is drawn from streams of its own, so a run without faults is
 * the same with and without this part.
 */
import { TandemError } from '#core/errors.ts'
import { deliveries } from '#core/fault/deliveries.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { Task } from '#core/flow/task.ts'
import { stream } from '#core/random.ts'
import type { FaultsConfig, Window } from '#core/scenario/fault-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Calendar } from '../calendar.ts'
import { eventKinds } from '../event.ts'
import type { SimulatedRedis } from '../redis.ts'
import { createPauses } from './pauses.ts'
import { undoLog } from './undo-log.ts'

export interface Faults {
  /** Delays after which the copies of a message reach a node. */
  deliveries(delayMs: () => Ms): readonly Ms[]
  /** A node hears nothing: it is down, cut off or not subscribed. */
  isDeaf(node: number): boolean
  /** An operation of a node on the shared cache: raises where it fails, with or without having taken effect. */
  remote(node: number, operate: () => unknown): unknown
  /** Raises where a new entry has no room. */
  fill(): void
  /** Whether an event concerns a node that stands still; then it happens later. */
  holds(kind: number, subject: unknown): boolean
  /** When the database answers what it would have answered at a time. */
  databaseAnswersAt(at: Ms): Ms
  /** A node works for somebody. Raises NodeUnavailable when it is down. */
  begin(node: number): void
  working(node: number, task: Task, asker: Task): void
  ended(node: number, task: Task): void
  /** A new process begins on the node; on another machine, nothing is wrong with it. */
  begun(node: number, isReplacement: boolean): void
}

/** An event of a fault; gives the number by which the fingerprint knows it. */
export type FaultEvent = () => number

export interface FaultParts {
  readonly calendar: Calendar
  readonly nodes: readonly AppNode[]
  readonly redis: SimulatedRedis
  /** Told when a process has died. */
  readonly crashed?: (node: number) => void
}

export function createFaults(
  { faults, seed }: WebScenario,
  replication: number,
  { calendar, nodes, redis, crashed }: FaultParts,
): Faults | undefined {
  if (!hasFaults(faults)) return undefined
  const message = stream(seed, 'fault.message', replication)
  const partition = stream(seed, 'fault.partition', replication)
  const isDown = new Uint8Array(nodes.length)
  const isCut = new Uint8Array(nodes.length)
  const pauses = createPauses(calendar, nodes.length)
  let disconnects = 0
  const tasks = nodes.map(() => new Map<Task, Task>())
  const at = (time: Ms, act: FaultEvent) => void calendar.schedule(time, eventKinds.fault, act)
  const during = ({ atMs, forMs }: Window, begin: FaultEvent, end: FaultEvent) => {
    at(atMs, begin)
    at(atMs + forMs, end)
  }

  for (const crash of faults.crashes)
    during(
      crash,
      () => die(crash.node),
      () => {
        if (isDown[crash.node]! > 0) isDown[crash.node]!--
        return crash.node
      },
    )
  for (const cut of faults.partitions)
    during(
      cut,
      () => {
        isCut[cut.node]!++
        return cut.node
      },
      () => {
        isCut[cut.node]!--
        nodes[cut.node]!.reconnected()
        return cut.node
      },
    )
  for (const pause of faults.pauses)
    at(pause.atMs, () => {
      pauses.begin(pause)
      return pause.node
    })
  for (const disconnect of faults.disconnects)
    during(
      disconnect,
      () => disconnects++,
      () => {
        disconnects--
        for (const node of nodes) node.reconnected()
        return 0
      },
    )
  if (faults.failOvers.length > 0) redis.undo = undoLog()
  for (const failOver of faults.failOvers) {
    const lostSinceMs = failOver.atMs - failOver.losesMs
    during(
      failOver,
      () => {
        redis.isDown = true
        return 0
      },
      () => {
        redis.undo!.backTo(lostSinceMs)
        redis.isDown = false
        for (const node of nodes) node.reconnected()
        return 0
      },
    )
  }

  /** Requests under way fail; their askers hear of it. */
  function die(node: number): number {
    isDown[node]!++
    for (const [task, asker] of tasks[node]!) {
      task.cancel()
      asker.raise(unavailable(node))
    }
    tasks[node]!.clear()
    nodes[node]!.restarted()
    crashed?.(node)
    return node
  }

  return {
    deliveries: (delayMs) => (redis.isDown ? [] : deliveries(faults.messages, message, delayMs)),
    isDeaf: (node) => disconnects > 0 || isDown[node]! > 0 || isCut[node]! > 0,
    holds: pauses.holds,
    remote(node, operate) {
      if (!(isCut[node]! > 0)) return operate()
      if (partition() < 0.5) operate()
      throw new TandemError('RemoteUnavailable', `node ${node} is cut off from the shared cache`)
    },
    fill() {
      if (faults.memoryFull.some((window) => isWithin(window, calendar.now)))
        throw new TandemError('RemoteUnavailable', 'the simulated shared cache is full')
    },
    databaseAnswersAt: (time) =>
      faults.stalls.reduce(
        (late, stall) => (isWithin(stall, late) ? stall.atMs + stall.forMs + (late - stall.atMs) : late),
        time,
      ),
    begin(node) {
      if (isDown[node]! > 0) throw unavailable(node)
    },
    begun(node, isReplacement) {
      pauses.end(node)
      if (isReplacement) isDown[node] = 0
    },
    working: (node, task, asker) => void tasks[node]!.set(task, asker),
    ended: (node, task) => void tasks[node]!.delete(task),
  }
}

export const hasFaults = ({ messages, ...lists }: FaultsConfig) =>
  messages.lostRatio + messages.duplicatedRatio + messages.lateRatio > 0 ||
  Object.values(lists).some(({ length }) => length > 0)

const isWithin = ({ atMs, forMs }: Window, time: Ms): boolean => time >= atMs && time < atMs + forMs
const unavailable = (node: number) => new TandemError('NodeUnavailable', `node ${node} is down`)
