/**
 * What runs beside the loops of the nodes and takes processor time of the same machine: gateway, threads of nodes, shared cache, database,
 * client. Gateway and shared cache have one thread and take what comes first, first; the others work on everything at once. What has no
 * cost takes no time and no event.
 */
import { Fifo } from '#core/collections/fifo.ts'
import type { PartCost, Reply } from '#core/flow/effect.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Costs } from './costs.ts'
import { eventKinds } from './event.ts'
import type { Processors } from './processors.ts'

export type Part = Exclude<PartCost, Reply>

/** Work of a part; `then` is called when it is done. */
export interface PartWork {
  readonly thread: Thread | undefined
  readonly workMs: Ms
  readonly then: () => void
}

interface Thread {
  readonly waiting: Fifo<PartWork>
  isBusy: boolean
}

export interface Parts {
  /** Calls `then` when the part has done its work, and so much more; at once where that costs nothing. */
  charge(part: Part, then: () => void, extraMs?: Ms): void
  done(work: PartWork): void
  /** Processor time of threads of nodes so far. */
  readonly threadsMs: Ms
}

export function createParts(scenario: WebScenario, costs: Costs, processors: Processors): Parts {
  const gateway: Thread = { waiting: new Fifo(), isBusy: false }
  const remote: Thread = { waiting: new Fifo(), isBusy: false }
  const threadOf: Readonly<Record<Part, Thread | undefined>> = {
    gateway,
    forward: gateway,
    threads: undefined,
    remote,
    query: undefined,
    client: undefined,
    clientAfter: undefined,
  }

  let threadsMs = 0

  function run(work: PartWork): void {
    if (work.thread !== undefined) work.thread.isBusy = true
    processors.run(work.workMs, eventKinds.partDone, work)
  }

  return {
    charge(part, then, extraMs = 0) {
      if (scenario.costs[part].fixedMs === 0 && extraMs === 0) {
        then()
        return
      }
      const thread = threadOf[part]
      const work: PartWork = { thread, workMs: costs({ stage: part, sizeBytes: 0 }) + extraMs, then }
      if (part === 'threads') threadsMs += work.workMs
      if (thread?.isBusy === true) thread.waiting.push(work)
      else run(work)
    },
    done({ thread, then }) {
      if (thread !== undefined) {
        thread.isBusy = false
        const next = thread.waiting.shift()
        if (next !== undefined) run(next)
      }
      then()
    },
    get threadsMs() {
      return threadsMs
    },
  }
}
