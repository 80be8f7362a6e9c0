import { describe, expect, it } from 'vitest'
import type { Stage } from '#core/flow/effect.ts'
import { createRunQueue } from '#core/schedule/run-queue.ts'
import { schedulePolicies } from '#core/schedule/schedule.ts'
import { taskClass } from '#core/schedule/task-class.ts'

/** A loop that is 95 % busy with light tasks; one heavy task comes in the middle. How long the heavy one waits, at most 60 s. */
function heavyWaitMs(parameters: Record<string, unknown>): number {
  const clock = { now: 0 }
  const queue = createRunQueue({ policy: 'adaptive', ...parameters }, clock)
  const push = (stage: Stage, enqueuedAtMs: number) =>
    queue.push({ taskClass: taskClass(stage), stage, sizeBytes: 0, enqueuedAtMs })
  let nextLightMs = 0
  let isHeavyIn = false
  while (clock.now < 60_000) {
    // Bursts of 20 keep light tasks waiting nearly always.
    while (nextLightMs <= clock.now) {
      for (let one = 0; one < 20; one++) push('accept', nextLightMs)
      nextLightMs += 20 / 0.95
    }
    if (!isHeavyIn && clock.now >= 5_000) {
      push('render', clock.now)
      isHeavyIn = true
    }
    const item = queue.pop()
    if (item === undefined) {
      clock.now = nextLightMs
      continue
    }
    if (item.stage === 'render') return clock.now - item.enqueuedAtMs
    clock.now += 1
    queue.finished(item, 1)
  }
  return 60_000
}

describe('the adaptive schedule', () => {
  it('lets no heavy task starve under steady light load', () => {
    expect(heavyWaitMs({})).toBeLessThan(2_000)
  })

  it('lets it wait longer when waiting counts for less', () => {
    expect(heavyWaitMs({ ageing: 0, gamma: 0 })).toBeGreaterThanOrEqual(heavyWaitMs({}))
  })
})

describe.each(schedulePolicies)('the schedule $name', (policy) => {
  const create = () => {
    const clock = { now: 0 }
    return { clock, queue: createRunQueue({ policy: policy.name }, clock) }
  }

  it('gives back every task once and keeps the order within a class', () => {
    const { clock, queue } = create()
    const stages: Stage[] = ['render', 'accept', 'render', 'assemble', 'accept', 'render']
    const items = stages.map((stage) => ({
      taskClass: taskClass(stage),
      stage,
      sizeBytes: 10,
      enqueuedAtMs: 0,
    }))
    for (const item of items) queue.push(item)
    const order: number[] = []
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      order.push(items.indexOf(item))
      clock.now += 1
      queue.finished(item, 1)
    }
    expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5])
    for (const kind of ['render', 'accept'] as const) {
      const own = order.filter((index) => stages[index] === kind)
      expect(own).toEqual([...own].sort((a, b) => a - b))
    }
    expect(queue.length).toBe(0)
  })

  it('tells how long a task waited and how busy the loop was', () => {
    const { clock, queue } = create()
    queue.push({ taskClass: 0, stage: 'accept', sizeBytes: 0, enqueuedAtMs: 0 })
    clock.now = 30
    const item = queue.pop()!
    clock.now = 40
    expect(queue.finished(item, 10)).toBe(30)
    expect(queue.utilisation()).toBeCloseTo(0.01, 3)
    clock.now = 10_000
    expect(queue.utilisation()).toBeLessThan(1e-3)
  })
})
