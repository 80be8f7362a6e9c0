import { describe, expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { createRunQueue } from '#core/schedule/run-queue.ts'
import type { RunItem } from '#core/schedule/schedule.ts'
import { type TaskClass, taskClasses } from '#core/schedule/task-class.ts'
import { itemOf, scheduleOf, served } from '../core/schedule/item.ts'

/** What every schedule promises, with its defaults. */
export interface SchedulePromises {
  /** Work of one class and size runs in the order in which it came. */
  readonly keepsOrder: boolean
  /** Work of any class is served in bounded time while others fill the processor. */
  readonly isStarvationFree: boolean
}

interface Numbered extends RunItem {
  readonly number: number
}

const numbered = (number: number, stage: TaskClass, rest: Partial<RunItem> = {}): Numbered => ({
  ...itemOf(stage, rest),
  number,
})

export function scheduleContract(name: string, promises: SchedulePromises): void {
  describe(`the schedule ${name}`, () => {
    it('gives nothing when nothing waits', () => {
      const schedule = scheduleOf(name)
      expect(schedule.pop(0)).toBeUndefined()
      schedule.push(numbered(0, 'render', { demandMs: 1 }))
      expect(served(schedule, () => 'x')).toContain('x')
      expect(schedule.pop(100)).toBeUndefined()
      expect(schedule.length).toBe(0)
    })

    it('serves each piece of work to its end exactly once, whatever comes when', () => {
      const random = stream(3, name)
      const schedule = scheduleOf(name)
      const demandOf = new Map<number, number>()
      let inside = 0
      let now = 0
      for (let step = 0; step < 4_000; step++) {
        if (step < 2_000 && random() < 0.55) {
          const stage = taskClasses[Math.floor(random() * taskClasses.length)]!
          const demandMs = random() < 0.1 ? 0 : 20 * random() * random()
          const item = numbered(step, stage, { demandMs, enqueuedAtMs: now, sizeBytes: 20_000 * random() })
          demandOf.set(step, demandMs)
          schedule.push(item)
          inside++
          continue
        }
        const item = schedule.pop(now) as Numbered | undefined
        expect(item === undefined).toBe(inside === 0)
        if (item === undefined) {
          now += 1
          continue
        }
        const leftMs = item.demandMs! - item.servedMs
        const sliceMs = Math.min(leftMs, schedule.quantum(item))
        expect(sliceMs).toBeGreaterThanOrEqual(0)
        now += sliceMs
        item.servedMs += sliceMs
        if (sliceMs < leftMs) {
          schedule.yielded(item, sliceMs)
        } else {
          expect(demandOf.delete(item.number), `work ${item.number} ends once`).toBe(true)
          inside--
          schedule.finished(item, item.servedMs, now - item.servedMs - item.enqueuedAtMs)
        }
        expect(schedule.length).toBe(inside)
      }
      served(schedule, (item) => {
        if ((item as Numbered).demandMs! - item.servedMs <= schedule.quantum(item))
          demandOf.delete((item as Numbered).number)
        return ''
      })
      expect(demandOf.size).toBe(0)
    })

    it('decides the same twice', () => {
      const order = () => {
        const schedule = scheduleOf(name)
        const random = stream(4, name)
        for (let number = 0; number < 100; number++)
          schedule.push(
            numbered(number, taskClasses[number % 5]!, {
              demandMs: 5 * random(),
              sizeBytes: 1000 * random(),
            }),
          )
        return served(schedule, (item) => String((item as Numbered).number))
      }
      expect(order()).toEqual(order())
    })

    const itIfOrdered = promises.keepsOrder ? it : () => {}
    itIfOrdered('keeps the order within a class', () => {
      const schedule = scheduleOf(name)
      for (let number = 0; number < 60; number++)
        schedule.push(numbered(number, taskClasses[(number * 7) % 3]!, { demandMs: 0.25 }))
      const order = served<Numbered>(schedule, ({ number }) => String(number)).map(Number)
      for (const stage of [0, 1, 2]) {
        const own = order.filter((number) => (number * 7) % 3 === stage)
        expect(own).toEqual([...own].sort((a, b) => a - b))
      }
    })

    it('works at saturation and with work of no size', () => {
      const schedule = scheduleOf(name, {}, saturated)
      for (let number = 0; number < 50; number++)
        schedule.push(numbered(number, taskClasses[number % 5]!, { demandMs: number % 2 }))
      expect(new Set(served<Numbered>(schedule, ({ number }) => String(number))).size).toBe(50)
    })

    const itIfFair = promises.isStarvationFree ? it : () => {}
    itIfFair('lets no class starve while the others fill the processor', () => {
      for (const stage of taskClasses) expect(waitMs(name, stage), stage).toBeLessThan(10_000)
    })

    it('tells how long a task waited and how busy the loop was', () => {
      const clock = { now: 0 }
      const queue = createRunQueue({ policy: name }, clock)
      queue.push(itemOf('accept'))
      clock.now = 30
      const item = queue.pop()!
      clock.now = 40
      expect(queue.finished(item, 10)).toBe(30)
      expect(queue.utilisation()).toBeCloseTo(0.01, 3)
      clock.now = 10_000
      expect(queue.utilisation()).toBeLessThan(1e-3)
    })
  })
}

const saturated = {
  utilisation: () => 1,
  feedback: { networkMs: 0, penetrationRatio: 1, bandwidthRatio: () => 1, sent: () => {}, read: () => {} },
}

/** How long 10 ms of one class wait while work of 1 ms of the others comes every ms, 20 before it; at most 20 s. */
function waitMs(name: string, stage: TaskClass): number {
  const schedule = scheduleOf(name)
  const others = taskClasses.filter((other) => other !== stage)
  const lone = numbered(-1, stage, { demandMs: 10, enqueuedAtMs: 500 })
  let isIn = false
  let next = 0
  let now = 0
  while (now < 20_000) {
    for (; next < 20 || next - 20 <= now; next++)
      schedule.push(
        numbered(next, others[next % others.length]!, { demandMs: 1, enqueuedAtMs: Math.min(now, next) }),
      )
    if (!isIn && now >= 500) {
      schedule.push(lone)
      isIn = true
    }
    const item = schedule.pop(now)!
    const leftMs = item.demandMs! - item.servedMs
    const sliceMs = Math.min(leftMs, schedule.quantum(item))
    now += sliceMs
    item.servedMs += sliceMs
    if (sliceMs < leftMs) schedule.yielded(item, sliceMs)
    else if (item === lone) return now - lone.enqueuedAtMs - 10
    else schedule.finished(item, item.servedMs, now - item.servedMs - item.enqueuedAtMs)
  }
  return 20_000
}
