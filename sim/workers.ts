import type { Work } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { Task } from '#core/flow/task.ts'
import type { RunItem } from '#core/schedule/schedule.ts'
import type { Ms } from '#core/units.ts'
import type { Costs } from './costs.ts'
import { eventKinds } from './event.ts'
import type { Processors } from './processors.ts'

/** Work for the workers of a node, waiting or running. */
export interface OnWorker extends RunItem {
  readonly node: number
  readonly task: Task
  readonly work: Work
  demandMs: Ms | undefined
  serviceMs: Ms
}

export interface Workers {
  submit(task: Task, work: Work): void
  done(item: OnWorker): void
  /** Sums so far, of all nodes. */
  /** Processor time of each node. */
  readonly busyOf: Float64Array
  readonly sums: { busyMs: Ms; inSystem: number; waitedMs: Ms; waitMsMax: Ms; served: number }
}

/**
 * Worker threads of nodes in virtual time: further servers that take, in the order of the node's schedule, what its loop hands them, each
 * one piece at a time and to its end.
 *
 * Parameters  count, of each node
 */
export function createWorkers(
  count: number,
  { nodes, processors, costs }: { nodes: readonly AppNode[]; processors: Processors; costs: Costs },
): Workers {
  const used = new Uint16Array(nodes.length)
  const busyOf = new Float64Array(nodes.length)
  const sums = { busyMs: 0, inSystem: 0, waitedMs: 0, waitMsMax: 0, served: 0 }

  function start(index: number): void {
    const queue = nodes[index]!.workerQueue!
    while (used[index]! < count) {
      const item = queue.pop() as OnWorker | undefined
      if (item === undefined) return
      if (item.task.isEnded) {
        sums.inSystem--
        continue
      }
      used[index]!++
      item.serviceMs = item.demandMs ?? costs(item)
      processors.run(item.serviceMs, eventKinds.workerDone, item)
    }
  }

  return {
    busyOf,
    sums,
    submit(task, work) {
      const { workerQueue, clock } = nodes[task.place]!
      const { taskClass, stage, sizeBytes, deadlineMs } = work
      const item: OnWorker = {
        taskClass,
        stage,
        sizeBytes,
        enqueuedAtMs: clock.now,
        demandMs: undefined,
        deadlineMs,
        servedMs: 0,
        mark: 0,
        node: task.place,
        task,
        work,
        serviceMs: 0,
      }
      if (workerQueue!.wantsDemand) item.demandMs = costs(item)
      workerQueue!.push(item)
      sums.inSystem++
      start(task.place)
    },
    done(item) {
      const { node, task, work, serviceMs } = item
      used[node]!--
      sums.busyMs += serviceMs
      busyOf[node]! += serviceMs
      sums.inSystem--
      sums.served++
      work.waitMs = nodes[node]!.workerQueue!.finished(item, serviceMs)
      sums.waitedMs += work.waitMs
      sums.waitMsMax = Math.max(sums.waitMsMax, work.waitMs)
      task.resume()
      start(node)
    },
  }
}
