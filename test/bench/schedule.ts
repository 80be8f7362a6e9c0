import { performance } from 'node:perf_hooks'
import { stream } from '#core/random.ts'
import { type RunItem, type Schedule, schedulePolicies } from '#core/schedule/schedule.ts'
import { taskClasses } from '#core/schedule/task-class.ts'
import { itemOf, scheduleOf } from '../core/schedule/item.ts'
import { type Figure, measure, type Timing } from './measure.ts'

/** The hold model of a run queue: of many that wait one is served for its quantum, and waits again or is replaced. */
export function holdSchedule(policy: string, waiting: number, decisions: number): Timing {
  const random = stream(1, 'schedule')
  const schedule = scheduleOf(policy)
  const demands = Float64Array.from({ length: 4096 }, () => 2 * random())
  const items = Array.from({ length: waiting }, (_, index) =>
    itemOf(taskClasses[(index * 7) % 5]!, { demandMs: demands[index & 4095]!, sizeBytes: index & 16_383 }),
  )
  let now = 0
  for (const item of items) schedule.push(item)
  const startedMs = performance.now()
  for (let index = 0; index < decisions; index++) {
    const item = schedule.pop(now)!
    const leftMs = item.demandMs! - item.servedMs
    const sliceMs = Math.min(leftMs, schedule.quantum(item))
    now += sliceMs
    item.servedMs += sliceMs
    if (sliceMs < leftMs) {
      schedule.yielded(item, sliceMs)
      continue
    }
    schedule.finished(item, item.servedMs, now - item.enqueuedAtMs - item.servedMs)
    // The same again as new work, so that making it does not count.
    push(schedule, item, now)
  }
  return { seconds: (performance.now() - startedMs) / 1000, checksum: now }
}

function push(schedule: Schedule, item: RunItem, now: number): void {
  const fresh = item as { -readonly [K in keyof RunItem]: RunItem[K] }
  fresh.servedMs = 0
  fresh.mark = 0
  fresh.enqueuedAtMs = now
  schedule.push(item)
}

export const benchSchedule = (waiting: number, decisions: number, rounds: number): Figure[] =>
  measure(
    schedulePolicies.map(({ name }) => ({
      name: `${name}, ${waiting} wait`,
      amount: decisions,
      run: () => holdSchedule(name, waiting, decisions),
    })),
    'decisions/s',
    rounds,
  )
