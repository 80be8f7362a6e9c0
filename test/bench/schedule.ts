import { performance } from 'node:perf_hooks'
import { stream } from '#core/random.ts'
import { schedulePolicies } from '#core/schedule/schedule.ts'
import { taskClasses } from '#core/schedule/task-class.ts'
import { itemOf, scheduleOf } from '../core/schedule/item.ts'
import { type Figure, measure, type Timing } from './measure.ts'

/** The hold model of a run queue: of many that wait one is served for its quantum, and waits again or is replaced. */
export function holdSchedule(policy: string, waiting: number, decisions: number): Timing {
  const random = stream(1, 'schedule')
  const schedule = scheduleOf(policy)
  const demands = Float64Array.from({ length: 4096 }, () => 2 * random())
  const itemAt = (index: number, enqueuedAtMs: number) =>
    itemOf(taskClasses[index % 5]!, {
      demandMs: demands[index & 4095]!,
      sizeBytes: index & 16_383,
      enqueuedAtMs,
    })
  let now = 0
  for (let index = 0; index < waiting; index++) schedule.push(itemAt(index * 7, 0))
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
    schedule.push(itemAt(index, now))
  }
  return { seconds: (performance.now() - startedMs) / 1000, checksum: now }
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
