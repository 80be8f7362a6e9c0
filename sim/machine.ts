/**
 * Application nodes in virtual time: each an event loop that runs one task at a time, in the order of the node's run queue, to its end or
 * for the quantum that the schedule gives it. Without a quantum one long task blocks all others of its node. Beside it, each node has
 * threads that take what is handed to them, first come, first served. Loops and threads of all nodes may share the processors of one
 * machine.
 *
 * Where `nodes.turn` is set, an answer from the network reaches its task only when the loop looks at its sockets, as in Node: it takes
 * the answers that have come, each for the cost `reply`, then runs works until none is left or the turn has lasted so long, and so on.
 */

import { Fifo } from '#core/collections/fifo.ts'
import type { ThreadWork, Work } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { Task } from '#core/flow/task.ts'
import type { NodesConfig } from '#core/scenario.ts'
import type { RunItem } from '#core/schedule/schedule.ts'
import type { Ms } from '#core/units.ts'
import type { Calendar } from './calendar.ts'
import type { ColdCode } from './cold-code.ts'
import type { Charged, Costs } from './costs.ts'
import { type Answer, eventKinds } from './event.ts'
import type { Processors } from './processors.ts'
import { sliceMs } from './slice.ts'
import { createWorkers, type OnWorker } from './workers.ts'

/** Work on the event loop of a node, waiting or running. */
export interface OnLoop extends RunItem {
  readonly node: number
  readonly task: Task
  readonly work: Work
  demandMs: Ms | undefined
  /** What is still to be served after the slice that runs; NaN until the service time is drawn. */
  leftMs: Ms
  sliceMs: Ms
  /** Which process of the node it belongs to; a later one knows nothing of it. */
  readonly life: number
}

/** Work on a thread of a node. */
export interface OnThread {
  readonly node: number
  readonly task: Task
  readonly work: ThreadWork
  serviceMs: Ms
}

/** An answer from the network that the event loop of its node takes. */
export interface Heard {
  readonly answer: Answer
  costMs: Ms
  life: number
}

export interface Machine {
  /** An answer has come for a task of a node: `give` is called when the loop gets to it. */
  hear(answer: Answer): void
  heard(heard: Heard): void
  /** Puts work into the run queue of a node; the task is resumed when it is done. */
  submit(task: Task, work: Work): void
  done(work: OnLoop): void
  /** Hands work to the threads of a node; the task is resumed when it is done. */
  offload(task: Task, work: ThreadWork): void
  threadDone(work: OnThread): void
  workerDone(work: OnWorker): void
  /** A new process runs on a node, with so many processors. */
  renew(node: number, processors: number): void
  /** Processor time used so far, of all nodes. */
  readonly busyMs: Ms
  /** The same of one node. */
  busyMsOf(node: number): Ms
  /** Work waiting or running, of all nodes. */
  readonly inSystem: number
  /** Sum of waits and number of works so far. */
  readonly waitedMs: Ms
  /** Longest wait so far of work that is done, from the start of the run. */
  readonly waitMsMax: Ms
  readonly served: number
}

export interface MachineParts {
  readonly nodes: readonly AppNode[]
  readonly calendar: Calendar
  readonly processors: Processors
  readonly costs: Costs
  readonly coldCode: ColdCode | undefined
  /** Gives an answer to its task. */
  readonly give: (answer: Answer) => void
}

export function createMachine(
  { turnMs, threadPool, workers: workerCount }: NodesConfig,
  { nodes, calendar, processors, costs, coldCode, give }: MachineParts,
): Machine {
  /** Works that a loop runs at a time, how many it may, and how much longer each takes: 1 each, unless a node has other processors. */
  const running = new Uint16Array(nodes.length)
  const runningMax = new Uint16Array(nodes.length).fill(1)
  const slowness = new Float64Array(nodes.length).fill(1)
  const lives = new Uint32Array(nodes.length)
  const busyOf = new Float64Array(nodes.length)
  const handed = nodes.map(() => new Fifo<OnThread>())
  const usedThreads = new Uint16Array(nodes.length)
  const answers = nodes.map(() => new Fifo<Heard>())
  /** Answers that the loop has found at its sockets and has not given yet. */
  const found = new Uint32Array(nodes.length)
  const turnEndsAtMs = new Float64Array(nodes.length)
  /** Of a loop. */
  const loopCosts: (work: Charged, node: number) => Ms =
    coldCode === undefined ? costs : (work, node) => costs(work) * coldCode.factor(node)
  const workers = createWorkers(workerCount, { nodes, processors, costs })
  let busyMs = 0
  let inSystem = 0
  let waitedMs = 0
  let waitMsMax = 0
  let served = 0

  function start(index: number): void {
    if (running[index]! >= runningMax[index]!) return
    const hasWork = nodes[index]!.runQueue.length > 0
    if (found[index] === 0 && !(hasWork && calendar.now < turnEndsAtMs[index]!)) {
      found[index] = answers[index]!.length
      turnEndsAtMs[index] = calendar.now + turnMs
    }
    if (found[index]! > 0) hearNext(index)
    else if (hasWork) runNext(index)
  }

  function hearNext(index: number): void {
    const heard = answers[index]!.shift()!
    running[index]!++
    heard.costMs = loopCosts({ stage: heard.answer.reply, sizeBytes: 0 }, index)
    heard.life = lives[index]!
    processors.run(heard.costMs, eventKinds.heard, heard)
  }

  function runNext(index: number): void {
    const item = nextLive(index)
    if (item === undefined) return
    running[index]!++
    const leftMs = Number.isNaN(item.leftMs) ? loopCosts(item, index) : item.leftMs
    const quantumMs = nodes[index]!.runQueue.quantum(item)
    item.sliceMs = sliceMs(item.work, { wholeMs: item.servedMs + leftMs, leftMs, quantumMs })
    item.leftMs = leftMs - item.sliceMs
    processors.run(item.sliceMs * slowness[index]!, eventKinds.workDone, item)
  }

  function startThreads(index: number): void {
    const queue = handed[index]!
    while (queue.length > 0 && usedThreads[index]! < threadPool) {
      const next = queue.shift()!
      if (next.task.isEnded) continue
      usedThreads[index]!++
      next.serviceMs = costs(next.work)
      processors.run(next.serviceMs, eventKinds.threadDone, next)
    }
  }

  /** Work whose task was cancelled meanwhile is passed over. */
  function nextLive(index: number): OnLoop | undefined {
    for (;;) {
      const item = nodes[index]!.runQueue.pop() as OnLoop | undefined
      if (item === undefined || !item.task.isEnded) return item
      inSystem--
    }
  }

  return {
    hear(answer) {
      const { place } = answer.task
      if (turnMs === 0 || place < 0) {
        give(answer)
        return
      }
      answers[place]!.push({ answer, costMs: 0, life: 0 })
      start(place)
    },
    heard({ answer, costMs, life }) {
      const { place } = answer.task
      busyMs += costMs
      busyOf[place]! += costMs
      if (life !== lives[place]) return
      found[place]!--
      // Works follow the answers before the loop looks at its sockets again.
      if (found[place] === 0) turnEndsAtMs[place] = calendar.now + turnMs
      give(answer)
      running[place]!--
      start(place)
    },
    submit(task, work) {
      if (workerCount > 0 && work.isOnWorker === true) {
        workers.submit(task, work)
        return
      }
      const { runQueue, clock } = nodes[task.place]!
      const { taskClass, stage, sizeBytes } = work
      const item: OnLoop = {
        taskClass,
        stage,
        sizeBytes,
        enqueuedAtMs: clock.now,
        demandMs: undefined,
        deadlineMs: work.deadlineMs,
        servedMs: 0,
        mark: 0,
        node: task.place,
        task,
        work,
        leftMs: Number.NaN,
        sliceMs: 0,
        life: lives[task.place]!,
      }
      if (runQueue.wantsDemand) item.demandMs = item.leftMs = loopCosts(item, task.place)
      runQueue.push(item)
      inSystem++
      start(task.place)
    },
    done(item) {
      const { node, task, work, sliceMs } = item
      const { runQueue } = nodes[node]!
      busyMs += sliceMs
      busyOf[node]! += sliceMs
      const isOfThisLife = item.life === lives[node]
      if (isOfThisLife) running[node]!--
      if (item.leftMs > 0 && !task.isEnded) {
        runQueue.yielded(item, sliceMs)
      } else {
        inSystem--
        served++
        work.waitMs = runQueue.finished(item, sliceMs)
        waitedMs += work.waitMs
        waitMsMax = Math.max(waitMsMax, work.waitMs)
        task.resume()
      }
      if (isOfThisLife) start(node)
    },
    offload(task, work) {
      handed[task.place]!.push({ node: task.place, task, work, serviceMs: 0 })
      startThreads(task.place)
    },
    threadDone({ node, task, serviceMs }) {
      usedThreads[node]!--
      busyMs += serviceMs
      busyOf[node]! += serviceMs
      task.resume()
      startThreads(node)
    },
    renew(node, size) {
      lives[node]!++
      running[node] = 0
      while (answers[node]!.shift() !== undefined) {}
      found[node] = 0
      runningMax[node] = Math.max(1, Math.ceil(size))
      slowness[node] = runningMax[node]! / size
    },
    busyMsOf: (node) => busyOf[node]! + workers.busyOf[node]!,
    workerDone: (item) => workers.done(item),
    get busyMs() {
      return busyMs + workers.sums.busyMs
    },
    get inSystem() {
      return inSystem + workers.sums.inSystem
    },
    get waitedMs() {
      return waitedMs + workers.sums.waitedMs
    },
    get waitMsMax() {
      return Math.max(waitMsMax, workers.sums.waitMsMax)
    },
    get served() {
      return served + workers.sums.served
    },
  }
}
