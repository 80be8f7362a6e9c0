import { createPolicy } from '#core/policy.ts'
import { createFeedback } from '#core/schedule/feedback.ts'
import {
  type RunItem,
  type Schedule,
  type ScheduleContext,
  schedulePolicies,
} from '#core/schedule/schedule.ts'
import { type TaskClass, taskClass } from '#core/schedule/task-class.ts'

/** Work that waits since 0, of no size. */
export const itemOf = (stage: TaskClass, rest: Partial<RunItem> = {}): RunItem => ({
  taskClass: taskClass(stage),
  stage,
  sizeBytes: 0,
  enqueuedAtMs: 0,
  servedMs: 0,
  mark: 0,
  ...rest,
})

/** The schedule of a choice, on a node that knows nothing of its surroundings. */
export const scheduleOf = (
  policy: string,
  parameters: Record<string, unknown> = {},
  context: ScheduleContext = { feedback: createFeedback(), utilisation: () => 0 },
): Schedule => createPolicy<ScheduleContext, Schedule>(schedulePolicies, { policy, ...parameters }, context)

/** Runs slices until nothing waits, one after the other; work is done when it had its demand. Gives who had a slice, by `name`. */
export function served<T extends RunItem>(
  schedule: Schedule,
  name: (item: T) => string,
  startMs = 0,
): string[] {
  const order: string[] = []
  let now = startMs
  for (let item = schedule.pop(now); item !== undefined; item = schedule.pop(now)) {
    order.push(name(item as T))
    const leftMs = item.demandMs! - item.servedMs
    const sliceMs = Math.min(leftMs, schedule.quantum(item))
    now += sliceMs
    item.servedMs += sliceMs
    if (sliceMs < leftMs) schedule.yielded(item, sliceMs)
    else schedule.finished(item, item.servedMs, now - item.servedMs - item.enqueuedAtMs)
  }
  return order
}
