/**
 * Application nodes in virtual time: each an event loop that runs one task at a time, in the order of the node's run queue, to its end or
 * for the quantum that the schedule gives it. Without a quantum one long task blocks all others of its node. Beside it, each node has
 * threads that take what is handed to them, first come, first served. Nodes may share the processors of one machine; then loops and
 * threads also wait for a free one.
 */

import { Fifo } from '#core/collections/fifo.ts'
import type { ThreadWork, Work } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { Task } from '#core/flow/task.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { StageCost, WebScenario } from '#core/scenario.ts'
import type { RunItem } from '#core/schedule/schedule.ts'
import type { Ms } from '#core/units.ts'
import type { Calendar } from './calendar.ts'
import { eventKinds } from './event.ts'

/** Work on the event loop of a node, waiting or running. */
export interface OnLoop extends RunItem {
  readonly node: number
  readonly task: Task
  readonly work: Work
  demandMs: Ms | undefined
  /** What is still to be served after the slice that runs; NaN until the service time is drawn. */
  leftMs: Ms
  sliceMs: Ms
}

/** Work on a thread of a node. */
export interface OnThread {
  readonly node: number
  readonly task: Task
  readonly work: ThreadWork
  serviceMs: Ms
}

export interface Machine {
  /** Puts work into the run queue of a node; the task is resumed when it is done. */
  submit(task: Task, work: Work): void
  done(work: OnLoop): void
  /** Hands work to the threads of a node; the task is resumed when it is done. */
  offload(task: Task, work: ThreadWork): void
  threadDone(work: OnThread): void
  /** Processor time used so far, of all nodes. */
  readonly busyMs: Ms
  /** Work waiting or running, of all nodes. */
  readonly inSystem: number
  /** Sum of waits and number of works so far. */
  readonly waitedMs: Ms
  readonly served: number
}

export function createMachine(
  nodes: readonly AppNode[],
  scenario: WebScenario,
  calendar: Calendar,
  replication: number,
): Machine {
  const cores = scenario.nodes.cores > 0 ? scenario.nodes.cores : nodes.length
  const costs = createCosts(scenario, replication)
  const isBusy = new Uint8Array(nodes.length)
  const handed = nodes.map(() => new Fifo<OnThread>())
  const usedThreads = new Uint16Array(nodes.length)
  /** Loops by the index of their node, the threads of a node by its index plus the number of nodes. */
  const waitingForCore = new Fifo<number>()
  const isWaitingForCore = new Uint8Array(2 * nodes.length)
  let usedCores = 0
  let busyMs = 0
  let inSystem = 0
  let waitedMs = 0
  let served = 0

  function start(index: number): void {
    if (isBusy[index] === 1 || nodes[index]!.runQueue.length === 0) return
    if (usedCores >= cores) {
      waitForCore(index)
      return
    }
    const item = nextLive(index)
    if (item === undefined) return
    isBusy[index] = 1
    usedCores++
    const leftMs = Number.isNaN(item.leftMs) ? costs(item) : item.leftMs
    item.sliceMs = Math.min(leftMs, nodes[index]!.runQueue.quantum(item))
    item.leftMs = leftMs - item.sliceMs
    calendar.schedule(calendar.now + item.sliceMs, eventKinds.workDone, item)
  }

  function startThreads(index: number): void {
    const queue = handed[index]!
    while (queue.length > 0 && usedThreads[index]! < scenario.nodes.threadPool) {
      if (usedCores >= cores) {
        waitForCore(nodes.length + index)
        return
      }
      const next = queue.shift()!
      if (next.task.isEnded) continue
      usedThreads[index]!++
      usedCores++
      next.serviceMs = costs(next.work)
      calendar.schedule(calendar.now + next.serviceMs, eventKinds.threadDone, next)
    }
  }

  function waitForCore(executor: number): void {
    if (isWaitingForCore[executor] === 0) waitingForCore.push(executor)
    isWaitingForCore[executor] = 1
  }

  /** Work whose task was cancelled meanwhile is passed over. */
  function nextLive(index: number): OnLoop | undefined {
    for (;;) {
      const item = nodes[index]!.runQueue.pop() as OnLoop | undefined
      if (item === undefined || !item.task.isEnded) return item
      inSystem--
    }
  }

  /** A node whose waiting work was cancelled meanwhile takes no core, so the next one is asked. */
  function giveCore(): void {
    while (usedCores < cores) {
      const next = waitingForCore.shift()
      if (next === undefined) return
      isWaitingForCore[next] = 0
      if (next < nodes.length) start(next)
      else startThreads(next - nodes.length)
    }
  }

  return {
    submit(task, work) {
      const { runQueue } = nodes[task.place]!
      const { taskClass, stage, sizeBytes } = work
      const item: OnLoop = {
        taskClass,
        stage,
        sizeBytes,
        enqueuedAtMs: calendar.now,
        demandMs: undefined,
        deadlineMs: work.deadlineMs,
        servedMs: 0,
        mark: 0,
        node: task.place,
        task,
        work,
        leftMs: Number.NaN,
        sliceMs: 0,
      }
      if (runQueue.wantsDemand) item.demandMs = item.leftMs = costs(item)
      runQueue.push(item)
      inSystem++
      start(task.place)
    },
    done(item) {
      const { node, task, work, sliceMs } = item
      const { runQueue } = nodes[node]!
      isBusy[node] = 0
      usedCores--
      busyMs += sliceMs
      if (item.leftMs > 0 && !task.isEnded) {
        runQueue.yielded(item, sliceMs)
      } else {
        inSystem--
        served++
        work.waitMs = runQueue.finished(item, sliceMs)
        waitedMs += work.waitMs
        task.resume()
      }
      giveCore()
      start(node)
    },
    offload(task, work) {
      handed[task.place]!.push({ node: task.place, task, work, serviceMs: 0 })
      startThreads(task.place)
    },
    threadDone({ node, task, serviceMs }) {
      usedThreads[node]!--
      usedCores--
      busyMs += serviceMs
      task.resume()
      giveCore()
      startThreads(node)
    },
    get busyMs() {
      return busyMs
    },
    get inSystem() {
      return inSystem
    },
    get waitedMs() {
      return waitedMs
    },
    get served() {
      return served
    },
  }
}

interface Costed {
  readonly stage: string
  readonly sizeBytes: number
}

/** Time a piece of work takes: (fixed + size) times a factor of mean 1, Erlang up to a variation of 1 and lognormal above. */
function createCosts({ costs, seed }: WebScenario, replication: number): (work: Costed) => Ms {
  const factorOf = (name: string, { cv }: StageCost) =>
    sampler(
      { shape: cv === 0 ? 'constant' : cv <= 1 ? 'erlang' : 'lognormal', meanMs: 1, cv },
      stream(seed, `machine.${name}`, replication),
    )
  const stages = new Map(
    (Object.entries(costs) as [string, StageCost][]).map(([name, cost]) => [
      name,
      { cost, factor: factorOf(name, cost) },
    ]),
  )
  return ({ stage, sizeBytes }) => {
    const { cost, factor } = stages.get(stage)!
    return (cost.fixedMs + (sizeBytes / 1024) * cost.msPerKiB) * factor()
  }
}
