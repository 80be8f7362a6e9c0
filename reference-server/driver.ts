/** The driver of real time: performs each effect with sockets, a shared cache, a database and the processor. */

import type { LowerTierPort, TierCopy } from '#core/cache/beside/lower-tiers.ts'
import { addTime, type TimeSum, timeSum } from '#core/collections/time-sum.ts'
import { asError, TandemError } from '#core/errors.ts'
import type { Clock } from '#core/flow/clock.ts'
import type { Chunk, Stage, ThreadStage, Work } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { PageRequest, PageResponse } from '#core/flow/request.ts'
import { type Parked, type Perform, parked } from '#core/flow/runner.ts'
import type { Task } from '#core/flow/task.ts'
import type { RunQueue } from '#core/schedule/run-queue.ts'
import type { RunItem } from '#core/schedule/schedule.ts'
import type { DatabasePort } from './database.ts'
import type { FleetPort } from './fleet.ts'
import type { StorePort } from './store.ts'

/** What a task knows of the request it belongs to: where its chunks go. */
export interface Exchange {
  readonly chunks: { readonly index: number; readonly body: string | Buffer }[]
}

export interface DriverParts {
  readonly clock: Clock
  readonly now: () => number
  /** The node whose run queue orders the work; none at a gateway. */
  readonly node?: AppNode
  readonly store?: StorePort
  readonly database?: DatabasePort
  /** Caches beside the node. */
  readonly lower?: LowerTierPort<Promise<TierCopy | undefined>>
  /** The signal is aborted when the request is given up. */
  readonly forward?: (node: number, request: PageRequest, signal: AbortSignal) => Promise<PageResponse>
  /** Where nodes are started and stopped: the launcher only. */
  readonly fleet?: FleetPort
  /** Told of each piece of work that is chosen and done. */
  readonly watch?: WorkWatch
}

export interface WorkWatch {
  chosen(task: Task): void
  yielded(task: Task, sliceMs: number): void
  done(task: Task, serviceMs: number, reply: unknown): void
}

/** Measured times, for calibration and metrics. */
export interface DriverSums {
  readonly stages: Record<Stage | ThreadStage, TimeSum>
  /** Versions of the shared cache, and everything else of it. */
  readonly stamp: TimeSum
  readonly remote: TimeSum
  readonly database: TimeSum
}

interface Waiting extends RunItem {
  readonly task: Task
  readonly work: Work
  /** Work in steps that has begun. */
  steps: Iterator<unknown, unknown> | undefined
}

interface Ended {
  readonly startedMs: number
  readonly reply: unknown
  readonly error: Error | undefined
}

/**
 * How long works run one after the other before the loop may turn. Giving the loop back after each piece lets arrivals in first and
 * costs more than it brings; never giving it back starves the sockets.
 */
const turnBudgetMs = 5

export function realPerform(parts: DriverParts): { perform: Perform; sums: DriverSums } {
  const { clock, now, node, store, database, fleet } = parts
  const sums: DriverSums = {
    stages: {
      accept: timeSum(),
      assemble: timeSum(),
      render: timeSum(),
      respond: timeSum(),
      write: timeSum(),
      compress: timeSum(),
    },
    stamp: timeSum(),
    remote: timeSum(),
    database: timeSum(),
  }
  let isTurning = false
  let busyWorkers = 0

  function wake(task: Task, reply: unknown): void {
    clock.now = now()
    task.resume(reply)
  }

  function fail(task: Task, error: Error): void {
    clock.now = now()
    task.raise(error)
  }

  function settle(task: Task, sum: TimeSum, operate: () => Promise<unknown>): Parked {
    const startedMs = now()
    operate().then(
      (reply) => {
        addTime(sum, now() - startedMs)
        wake(task, reply)
      },
      (error: Error) => fail(task, error),
    )
    return parked
  }

  function turn(): void {
    const endsMs = now() + turnBudgetMs
    do {
      clock.now = now()
      const item = node!.runQueue.pop()
      if (item === undefined) {
        isTurning = false
        return
      }
      runOne(item as Waiting)
    } while (now() < endsMs)
    setImmediate(turn)
  }

  function runOne(item: Waiting): void {
    const { task, work } = item
    if (task.isEnded) {
      item.steps?.return?.()
      return
    }
    parts.watch?.chosen(task)
    const startedMs = now()
    let reply: unknown
    let error: Error | undefined
    let isDone = true
    try {
      const quantumMs = node!.runQueue.quantum(item)
      if (work.steps === undefined || (quantumMs === Number.POSITIVE_INFINITY && work.run !== undefined))
        reply = work.run?.()
      else ({ isDone, reply } = runSteps(item, startedMs + quantumMs))
    } catch (thrown) {
      error = thrown as Error
    }
    if (!isDone) {
      clock.now = now()
      const sliceMs = clock.now - startedMs
      parts.watch?.yielded(task, sliceMs)
      node!.runQueue.yielded(item, sliceMs)
      return
    }
    finish(node!.runQueue, item, { startedMs, reply, error })
  }

  function finish(queue: RunQueue, item: Waiting, { startedMs, reply, error }: Ended): void {
    const { task, work } = item
    clock.now = now()
    const sliceMs = clock.now - startedMs
    const serviceMs = item.servedMs + sliceMs
    work.waitMs = queue.finished(item, sliceMs)
    const sum = sums.stages[work.stage]
    addTime(sum, serviceMs)
    sum.sumBytes += work.sizeBytes
    parts.watch?.done(task, sliceMs, reply)
    if (error === undefined) task.resume(reply)
    else task.raise(error)
  }

  /** At least one step, then as many as begin within the quantum. */
  function runSteps(item: Waiting, endsMs: number): { isDone: boolean; reply: unknown } {
    item.steps ??= item.work.steps!()
    for (;;) {
      const step = item.steps.next()
      if (step.done === true) return { isDone: true, reply: step.value }
      if (now() >= endsMs) return { isDone: false, reply: undefined }
    }
  }

  /** Hands out as much as there are free workers, so that what waits keeps the order of the schedule. */
  function feedWorkers(queue: RunQueue, workers: number): void {
    while (busyWorkers < workers) {
      clock.now = now()
      const item = queue.pop() as Waiting | undefined
      if (item === undefined) return
      if (item.task.isEnded) continue
      busyWorkers++
      parts.watch?.chosen(item.task)
      const startedMs = clock.now
      const end = (reply: unknown, error?: Error) => {
        busyWorkers--
        finish(queue, item, { startedMs, reply, error })
        feedWorkers(queue, workers)
      }
      // Even what throws at once ends later, as an answer of another thread does.
      new Promise((resolve) => resolve(item.work.run?.())).then(end, (thrown) =>
        end(undefined, asError(thrown)),
      )
    }
  }

  const perform: Perform = {
    sleep(ms, task) {
      const timer = setTimeout(() => wake(task, undefined), ms)
      task.abandon = () => clearTimeout(timer)
      return parked
    },
    work(work, task) {
      if (node === undefined) return runWhole(work)
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
        steps: undefined,
      }
      if (work.isOnWorker === true && node.workerQueue !== undefined) {
        node.workerQueue.push(item)
        feedWorkers(node.workerQueue, node.scenario.nodes.workers)
        return parked
      }
      node.runQueue.push(item)
      if (!isTurning) {
        isTurning = true
        setImmediate(turn)
      }
      return parked
    },
    offload({ stage, sizeBytes, run }, task) {
      sums.stages[stage].sumBytes += sizeBytes
      return settle(task, sums.stages[stage], async () => run?.())
    },
    forward({ node: index, request }, task) {
      if (parts.forward === undefined) return refuse('forward')
      const giveUp = new AbortController()
      settle(task, timeSum(), () => parts.forward!(index, request, giveUp.signal))
      task.abandon = () => giveUp.abort()
      return parked
    },
    remoteGet: (key, task) =>
      store === undefined ? refuse('remoteGet') : settle(task, sums.remote, () => store.get(key)),
    remoteVersion: (key, task) =>
      store === undefined ? refuse('remoteVersion') : settle(task, sums.stamp, () => store.version(key)),
    remoteSet: (entry, task) =>
      store === undefined ? refuse('remoteSet') : settle(task, sums.remote, () => store.set(entry)),
    remoteLease: (request, task) =>
      store === undefined ? refuse('remoteLease') : settle(task, sums.remote, () => store.lease(request)),
    tierGet: (key, task) =>
      parts.lower === undefined ? undefined : settle(task, timeSum(), () => parts.lower!.get(key)),
    tierSet: (fill) => parts.lower?.set(fill),
    publish: (message, task) =>
      store === undefined ? refuse('publish') : settle(task, sums.remote, () => store.publish(message)),
    load: (key, task) =>
      database === undefined ? refuse('load') : settle(task, sums.database, () => database.load(key)),
    store: (input, task) =>
      database === undefined ? refuse('store') : settle(task, sums.database, () => database.store(input)),
    startNode: (input, task) =>
      fleet === undefined ? refuse('startNode') : settle(task, timeSum(), () => fleet.start(input)),
    stopNode: (input, task) =>
      fleet === undefined ? refuse('stopNode') : settle(task, timeSum(), () => fleet.stop(input)),
    probeNode: (input, task) =>
      fleet === undefined ? refuse('probeNode') : settle(task, timeSum(), () => fleet.probe(input)),
    readFleet: (_, task) =>
      fleet === undefined ? refuse('readFleet') : settle(task, timeSum(), () => fleet.read()),
    send(chunk: Chunk, task) {
      const exchange = task.subject as Exchange | undefined
      const body = Buffer.isBuffer(chunk.body) ? chunk.body : String(chunk.body ?? '')
      exchange?.chunks.push({ index: chunk.index, body })
    },
  }
  return { perform, sums }
}

function runWhole({ run, steps }: Work): unknown {
  if (steps === undefined) return run?.()
  const iterator = steps()
  for (;;) {
    const step = iterator.next()
    if (step.done === true) return step.value
  }
}

function refuse(op: string): never {
  throw new TandemError('RemoteUnavailable', `this place has nothing that could answer ${op}`)
}
