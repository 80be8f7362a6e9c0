import type { RunItem, Schedule } from '#core/schedule/schedule.ts'
import { type TaskClass, taskClass } from '#core/schedule/task-class.ts'

/** Who comes when and takes how long; `stage` when they are of several classes. */
export interface Customers {
  readonly arrivedMs: Float64Array
  readonly sizesMs: Float64Array
  readonly stageOf?: (index: number) => TaskClass
}

interface Customer extends RunItem {
  readonly index: number
  demandMs: number
}

export interface ServerOptions {
  /**
   * What runs is chosen anew only when somebody came, so quanta until the next arrival are served in one. That changes nothing for
   * schedules whose choice does not depend on how much the chosen one has had, but for the better, and saves most of the slices.
   */
  readonly isSteady?: boolean
  /** The schedule sees the size of each. */
  readonly isSizeKnown?: boolean
}

/** One event loop that serves all customers in the order of a schedule, slice by slice. Gives the response time of each. */
export function serveAll(
  schedule: Schedule,
  customers: Customers,
  options: ServerOptions = {},
): Float64Array {
  const { arrivedMs, sizesMs, stageOf } = customers
  const responsesMs = new Float64Array(sizesMs.length)
  const known = options.isSizeKnown === true
  let next = 0
  let now = 0
  let served = 0

  function come(): void {
    for (; next < arrivedMs.length && arrivedMs[next]! <= now; next++) {
      const stage = stageOf === undefined ? 'render' : stageOf(next)
      const customer: Customer = {
        index: next,
        taskClass: taskClass(stage),
        stage,
        sizeBytes: 0,
        enqueuedAtMs: arrivedMs[next]!,
        demandMs: known ? sizesMs[next]! : (undefined as unknown as number),
        servedMs: 0,
        mark: 0,
      }
      schedule.push(customer)
    }
  }

  while (served < sizesMs.length) {
    come()
    const item = schedule.pop(now) as Customer | undefined
    if (item === undefined) {
      now = arrivedMs[next]!
      continue
    }
    const leftMs = sizesMs[item.index]! - item.servedMs
    let quantumMs = schedule.quantum(item)
    if (Number.isFinite(quantumMs) && (options.isSteady === true || schedule.length === 0)) {
      const untilMs = (next < arrivedMs.length ? arrivedMs[next]! : Number.POSITIVE_INFINITY) - now
      quantumMs = Math.max(quantumMs, Math.floor(untilMs / quantumMs) * quantumMs)
    }
    if (quantumMs >= leftMs) {
      now += leftMs
      served++
      item.servedMs = sizesMs[item.index]!
      const responseMs = now - item.enqueuedAtMs
      responsesMs[item.index] = responseMs
      schedule.finished(item, item.servedMs, responseMs - item.servedMs)
      continue
    }
    now += quantumMs
    item.servedMs += quantumMs
    // Whoever came during the slice was there before the work that yields.
    come()
    schedule.yielded(item, quantumMs)
  }
  return responsesMs
}
