/**
 * Nodes that come and go in virtual time: a start takes `nodes.startUp` and begins with nothing, a probe is work on the event loop like any
 * other, and what a node is doing when it is stopped at once fails for whoever asked for it.
 */
import { TandemError } from '#core/errors.ts'
import type { StartNode } from '#core/flow/effect.ts'
import { work } from '#core/flow/effect.ts'
import type { NodeReading } from '#core/flow/fleet-reading.ts'
import { drainWrites } from '#core/flow/flush-writes.ts'
import type { AppNode } from '#core/flow/node.ts'
import { type Parked, type Perform, parked } from '#core/flow/runner.ts'
import type { Task } from '#core/flow/task.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import { isElastic } from '#core/scenario/fleet-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Calendar } from './calendar.ts'
import type { ColdCode } from './cold-code.ts'
import { eventKinds } from './event.ts'
import type { Faults } from './fault/faults.ts'
import type { Machine } from './machine.ts'

export interface SimulatedFleet {
  /** Nodes whose process runs. */
  running(): readonly number[]
  /** Raises NodeUnavailable when the process of the node does not run. */
  begin(node: number): void
  working(node: number, task: Task, asker: Task): void
  ended(node: number, task: Task): void
  /** The process has died; it does not come back by itself. */
  crashed(node: number): void
  readonly answers: Pick<Perform, 'startNode' | 'stopNode' | 'probeNode' | 'readFleet'>
}

export interface FleetWorld {
  readonly calendar: Calendar
  readonly nodes: readonly AppNode[]
  readonly machine: Machine
  readonly coldCode: ColdCode | undefined
  readonly faults: Faults | undefined
}

export function createSimulatedFleet(
  scenario: WebScenario,
  replication: number,
  { calendar, nodes, machine, coldCode, faults }: FleetWorld,
): SimulatedFleet | undefined {
  if (!isElastic(scenario.nodes)) return undefined
  const startUpMs = sampler(scenario.nodes.startUp, stream(scenario.seed, 'fleet.startUp', replication))
  const isServer = scenario.nodes.kind === 'server'
  const isRunning = Uint8Array.from(nodes, ({ index }) => Number(isServer && index < scenario.nodes.count))
  const underWay = nodes.map(() => new Map<Task, Task>())
  const whenIdle: ((() => void) | undefined)[] = nodes.map(() => undefined)
  const stayedMs = new Float64Array(nodes.length)
  const changedAtMs = new Float64Array(nodes.length)
  /** Sums of earlier processes that had this number. */
  const before = nodes.map(() => ({ busyMs: 0, requests: 0 }))
  let list = runningNow()

  function runningNow(): readonly number[] {
    return nodes.filter(({ index }) => isRunning[index] === 1).map(({ index }) => index)
  }

  function setRunning(node: number, state: 0 | 1): void {
    isRunning[node] = state
    list = runningNow()
  }

  function book(node: number): void {
    stayedMs[node]! += underWay[node]!.size * (calendar.now - changedAtMs[node]!)
    changedAtMs[node] = calendar.now
  }

  /** What the process holds is gone; requests under way fail. */
  function kill(node: number): void {
    setRunning(node, 0)
    whenIdle[node] = undefined
    book(node)
    for (const [task, asker] of underWay[node]!) {
      task.cancel()
      asker.raise(unavailable(node))
    }
    underWay[node]!.clear()
  }

  function at(time: Ms, task: Task, act: () => void): Parked {
    const event = () => {
      act()
      return task.place
    }
    task.timer = calendar.schedule(time, eventKinds.fleet, event)
    task.abandon = () => void calendar.cancel(task.timer)
    return parked
  }

  function started({ node, processors }: StartNode): void {
    nodes[node]!.restarted()
    machine.renew(node, processors)
    coldCode?.restarted(node)
    before[node] = { busyMs: machine.busyMsOf(node), requests: nodes[node]!.counters.requests }
    stayedMs[node] = 0
    changedAtMs[node] = calendar.now
    setRunning(node, 1)
  }

  function reading(node: number): NodeReading {
    book(node)
    return {
      node,
      busyMs: machine.busyMsOf(node) - before[node]!.busyMs,
      requests: nodes[node]!.counters.requests - before[node]!.requests,
      stayedMs: stayedMs[node]!,
    }
  }

  function begin(node: number): void {
    if (isRunning[node] === 0) throw unavailable(node)
    faults?.begin(node)
  }

  return {
    running: () => list,
    begin,
    working(node, task, asker) {
      book(node)
      underWay[node]!.set(task, asker)
    },
    ended(node, task) {
      book(node)
      underWay[node]!.delete(task)
      if (underWay[node]!.size === 0) whenIdle[node]?.()
    },
    crashed: (node) => setRunning(node, 0),
    answers: {
      startNode: (input, task) =>
        at(calendar.now + startUpMs(), task, () => {
          faults?.begun(input.node, input.isReplacement)
          try {
            faults?.begin(input.node)
          } catch (error) {
            task.raise(error as Error)
            return
          }
          started(input)
          task.resume()
        }),
      stopNode({ node, drainMs }, task) {
        if (drainMs === 0) {
          task.runner.cancelBackground(node)
          kill(node)
          return
        }
        const leave = () => {
          // As by a process that is told to stop.
          task.runner.start(drainWrites(nodes[node]!), node, undefined, () => {})
          kill(node)
        }
        if (underWay[node]!.size === 0) {
          leave()
          return
        }
        const stop = () => {
          calendar.cancel(task.timer)
          leave()
          task.resume()
        }
        whenIdle[node] = stop
        return at(calendar.now + drainMs, task, stop)
      },
      probeNode({ node, timeoutMs }, task) {
        try {
          begin(node)
        } catch {
          return false
        }
        const asked = task.runner.start(
          work({ stage: 'accept', sizeBytes: 0, taskClass: 0, waitMs: 0 })[Symbol.iterator](),
          node,
          undefined,
          ({ kind }) => {
            if (kind === 'cancelled') return
            calendar.cancel(task.timer)
            task.resume(kind === 'done' && isRunning[node] === 1)
          },
        )
        at(calendar.now + timeoutMs, task, () => {
          asked.cancel()
          task.resume(false)
        })
        const stopTimer = task.abandon
        task.abandon = () => {
          stopTimer?.(task)
          asked.cancel()
        }
        return parked
      },
      readFleet: () => list.map(reading),
    },
  }
}

const unavailable = (node: number) => new TandemError('NodeUnavailable', `node ${node} does not run`)
