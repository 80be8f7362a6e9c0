/**
 * Application nodes in virtual time: each an event loop that runs one task at a time to its end, in the order of the node's run queue.
 * One long task blocks all others of its node. Nodes may share the processors of one machine; then a loop also waits for a free one.
 */

import { Fifo } from '#core/collections/fifo.ts'
import type { Work } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { Task } from '#core/flow/task.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { StageCost, WebScenario } from '#core/scenario.ts'
import type { RunItem } from '#core/schedule/schedule.ts'
import type { Ms } from '#core/units.ts'
import type { Calendar } from './calendar.ts'
import { eventKinds } from './event.ts'

interface Waiting {
  readonly task: Task
  readonly work: Work
}

export interface Running {
  readonly node: number
  readonly item: RunItem
  readonly serviceMs: Ms
}

export interface Machine {
  /** Puts work into the run queue of a node; the task is resumed when it is done. */
  submit(task: Task, work: Work): void
  done(running: Running): void
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
  const waitingForCore = new Fifo<number>()
  const isWaitingForCore = new Uint8Array(nodes.length)
  let usedCores = 0
  let busyMs = 0
  let inSystem = 0
  let waitedMs = 0
  let served = 0

  function start(index: number): void {
    if (isBusy[index] === 1 || nodes[index]!.runQueue.length === 0) return
    if (usedCores >= cores) {
      if (isWaitingForCore[index] === 0) waitingForCore.push(index)
      isWaitingForCore[index] = 1
      return
    }
    const item = nextLive(index)
    if (item === undefined) return
    isBusy[index] = 1
    usedCores++
    const serviceMs = costs(item)
    calendar.schedule(calendar.now + serviceMs, eventKinds.workDone, {
      node: index,
      item,
      serviceMs,
    } satisfies Running)
  }

  /** Work whose task was cancelled meanwhile is passed over. */
  function nextLive(index: number): RunItem | undefined {
    for (;;) {
      const item = nodes[index]!.runQueue.pop()
      if (item === undefined || !(item.subject as Waiting).task.isEnded) return item
      inSystem--
    }
  }

  /** A node whose waiting work was cancelled meanwhile takes no core, so the next one is asked. */
  function giveCore(): void {
    while (usedCores < cores) {
      const next = waitingForCore.shift()
      if (next === undefined) return
      isWaitingForCore[next] = 0
      start(next)
    }
  }

  return {
    submit(task, work) {
      const { runQueue } = nodes[task.place]!
      const { taskClass, stage, sizeBytes } = work
      runQueue.push({
        taskClass,
        stage,
        sizeBytes,
        enqueuedAtMs: calendar.now,
        subject: { task, work } satisfies Waiting,
      })
      inSystem++
      start(task.place)
    },
    done({ node, item, serviceMs }) {
      const { task, work } = item.subject as Waiting
      isBusy[node] = 0
      usedCores--
      busyMs += serviceMs
      inSystem--
      served++
      work.waitMs = nodes[node]!.runQueue.finished(item, serviceMs)
      waitedMs += work.waitMs
      task.resume()
      giveCore()
      start(node)
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

/** Time a piece of work takes: (fixed + size) times a factor of mean 1, Erlang up to a variation of 1 and lognormal above. */
function createCosts({ costs, seed }: WebScenario, replication: number): (item: RunItem) => Ms {
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
