/**
 * Replays a recorded node (core/flow/recording.ts) in the simulator: the outside is given back in the recorded order and time, and
 * every decision that follows (which effects on which keys, which work runs next, how a flow ends) must be the recorded one.
 */

import { type ErrorCode, TandemError } from '#core/errors.ts'
import type { Clock } from '#core/flow/clock.ts'
import { createControlLoop } from '#core/flow/control-loop.ts'
import { driverOps, type Effect, type Work } from '#core/flow/effect.ts'
import { drainWrites } from '#core/flow/flush-writes.ts'
import { createNode } from '#core/flow/node.ts'
import { effectDigest, type Recorded } from '#core/flow/recording.ts'
import { type Parked, type Perform, parked, Runner } from '#core/flow/runner.ts'
import type { Outcome, Task } from '#core/flow/task.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { RunQueue } from '#core/schedule/run-queue.ts'
import type { RunItem } from '#core/schedule/schedule.ts'
import { serve } from './driver.ts'

interface Waiting extends RunItem {
  readonly task: Task
  readonly work: Work
}

export interface Divergence {
  /** Which record of the recording, from 1. */
  readonly record: number
  readonly recorded: string
  readonly replayed: string
}

export interface ReplayResult {
  readonly requests: number
  readonly decisions: number
  readonly agreed: number
  readonly first: Divergence | undefined
}

/** Replays all records and compares each decision; the first divergence is kept, later ones follow from it. */
export function replay(scenario: WebScenario, index: number, recording: readonly Recorded[]): ReplayResult {
  const clock: Clock = { now: recording[0]?.[1] ?? 0 }
  // The recorded renderer gave entries whose bytes were left out; sizes come with the replies.
  const node = createNode({ index, scenario, clock })
  const tasks = new Map<number, Task>()
  const running = new Map<number, { item: RunItem; work: Work }>()
  /** Where the work of a task waits or waited last: for the loop or for the workers. */
  const queues = new Map<number, RunQueue>()
  const queueOf = (id: number): RunQueue => queues.get(id) ?? node.runQueue
  const decided: string[] = []
  let decisions = 0
  let agreed = 0
  let requests = 0
  let first: Divergence | undefined

  const park = (): Parked => parked
  const perform: Perform = {
    sleep: park,
    offload: park,
    forward: park,
    remoteGet: park,
    remoteVersion: park,
    remoteSet: park,
    remoteLease: park,
    tierGet: park,
    tierSet: () => undefined,
    load: park,
    store: park,
    publish: park,
    send: () => undefined,
    startNode: park,
    stopNode: park,
    probeNode: park,
    readFleet: park,
    work(work, task) {
      const { taskClass, stage, sizeBytes } = work
      const item: Waiting = {
        taskClass,
        stage,
        sizeBytes,
        enqueuedAtMs: clock.now,
        deadlineMs: work.deadlineMs,
        servedMs: 0,
        mark: 0,
        task,
        work,
      }
      const queue = work.isOnWorker === true ? (node.workerQueue ?? node.runQueue) : node.runQueue
      queues.set(task.id, queue)
      queue.push(item)
      return parked
    },
  }
  const driven = new Set<string>(driverOps)
  const runner = new Runner(perform, {
    started: (task: Task) => void tasks.set(task.id, task),
    effect: ({ id }: Task, effect: Effect) =>
      void (driven.has(effect.op) && decided.push(`${id} ${effect.op} ${effectDigest(effect)}`)),
    replied: () => {},
    raised: () => {},
    ended: ({ id }: Task, { kind }: Outcome) => void decided.push(`${id} end ${kind}`),
  })

  function compare(record: number, recorded: string, replayed: string | undefined): void {
    decisions++
    if (recorded === replayed) agreed++
    else first ??= { record, recorded, replayed: replayed ?? 'nothing' }
  }

  function pop(record: number, id: number): void {
    let item = queueOf(id).pop() as Waiting | undefined
    // Work of a task that has ended is passed over.
    while (item?.task.isEnded === true) item = queueOf(id).pop() as Waiting | undefined
    const { task, work } = (item ?? {}) as Partial<Waiting>
    compare(record, `pop ${id}`, task === undefined ? undefined : `pop ${task.id}`)
    if (item !== undefined && work !== undefined && task !== undefined) running.set(task.id, { item, work })
  }

  function yielded(id: number, sliceMs: number): void {
    const ran = running.get(id)
    if (ran === undefined) return
    running.delete(id)
    queueOf(id).yielded(ran.item, sliceMs)
  }

  /** Parameters: next, the record after it: an error of the same task there is how the work ended. */
  function done(
    [, , id, serviceMs, reply]: Extract<Recorded, readonly ['done', ...unknown[]]>,
    next: Recorded | undefined,
  ): void {
    const ran = running.get(id)
    if (ran === undefined) return
    running.delete(id)
    ran.work.waitMs = queueOf(id).finished(ran.item, serviceMs)
    if (next?.[0] !== 'error' || next[2] !== id) tasks.get(id)?.resume(reply)
  }

  for (const [at, recorded] of recording.entries()) {
    const record = at + 1
    clock.now = recorded[1]
    switch (recorded[0]) {
      case 'start':
        requests++
        runner.start(serve(node, recorded[3]), index, undefined, () => {})
        break
      case 'control':
        runner.start(createControlLoop(node).run(), index, undefined, () => {})
        break
      case 'drain':
        runner.start(drainWrites(node), index, undefined, () => {})
        break
      case 'effect':
        compare(record, `${recorded[2]} ${recorded[3]} ${recorded[4]}`, decided.shift())
        break
      case 'end':
        compare(record, `${recorded[2]} end ${recorded[3]}`, decided.shift())
        break
      case 'reply':
        tasks.get(recorded[2])?.resume(recorded[4])
        break
      case 'error':
        tasks.get(recorded[2])?.raise(new TandemError(recorded[3] as ErrorCode, recorded[4]))
        break
      case 'pop':
        pop(record, recorded[2])
        break
      case 'yielded':
        yielded(recorded[2], recorded[3])
        break
      case 'done':
        done(recorded, recording[record])
        break
      case 'invalidated':
        node.invalidated(recorded[2])
        break
      case 'reconnected':
        node.reconnected()
        break
      case 'cancel':
        tasks.get(recorded[2])?.cancel()
        break
    }
  }
  return { requests, decisions, agreed, first }
}
