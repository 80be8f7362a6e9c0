import type { Task } from '#core/flow/task.ts'
import type { NodeWindow } from '#core/scenario/fault-schema.ts'
import type { Ms } from '#core/units.ts'
import type { InvalidationOnItsWay } from '../broadcast.ts'
import type { Calendar } from '../calendar.ts'
import { type Answer, eventKinds } from '../event.ts'
import type { Heard, OnLoop, OnThread } from '../machine.ts'
import type { OnWorker } from '../workers.ts'

/**
 * Nodes that stand still with all they hold, as when their process is stopped or collects garbage: what would have happened there happens
 * at the end of the pause, in the same order. The shared cache and the database go on: an operation under way takes effect, and its answer
 * waits.
 */
export interface Pauses {
  begin(pause: NodeWindow): void
  /** The process that stood still is gone. */
  end(node: number): void
  /** Whether the event concerns a node that stands still; then it has been put off. */
  holds(kind: number, subject: unknown): boolean
}

export function createPauses(calendar: Calendar, nodes: number): Pauses {
  const untilMs = new Float64Array(nodes)
  return {
    begin({ node, atMs, forMs }) {
      untilMs[node] = Math.max(untilMs[node]!, atMs + forMs)
    },
    end(node) {
      untilMs[node] = 0
    },
    holds(kind, subject) {
      const node = nodeOf(kind, subject)
      if (!(untilMs[node]! > calendar.now)) return false
      putOff(calendar, untilMs[node]!, kind, subject)
      return true
    },
  }
}

function putOff(calendar: Calendar, until: Ms, kind: number, subject: unknown): void {
  if (kind === eventKinds.wake) {
    const task = subject as Task
    task.timer = calendar.schedule(until, kind, task)
  } else if (kind === eventKinds.answer) {
    const answer = subject as Answer
    const told: Answer = { ...answer, operate: outcomeOf(answer.operate) }
    answer.task.timer = calendar.schedule(until, kind, told)
  } else calendar.schedule(until, kind, subject)
}

/** What an operation gives or raises, had now and told later. */
function outcomeOf(operate: () => unknown): () => unknown {
  try {
    const reply = operate()
    return () => reply
  } catch (error) {
    return () => {
      throw error
    }
  }
}

/** The node where an event happens; below 0 where it is no node. */
function nodeOf(kind: number, subject: unknown): number {
  switch (kind) {
    case eventKinds.wake:
      return (subject as Task).place
    case eventKinds.answer:
      return (subject as Answer).task.place
    case eventKinds.heard:
      return (subject as Heard).answer.task.place
    case eventKinds.workDone:
      return (subject as OnLoop).node
    case eventKinds.threadDone:
      return (subject as OnThread).node
    case eventKinds.workerDone:
      return (subject as OnWorker).node
    case eventKinds.invalidation:
      return (subject as InvalidationOnItsWay).node
    default:
      return -1
  }
}
