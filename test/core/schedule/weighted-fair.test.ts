import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf, served } from './item.ts'

scheduleContract('weighted-fair', { keepsOrder: true, isStarvationFree: true })

/** Time each of two classes that always wait gets of 3000 ms. */
function sharesMs(weights: Record<string, number>): number[] {
  const schedule = scheduleOf('weighted-fair', { weights })
  const gotMs = { accept: 0, render: 0 }
  for (let now = 0; now < 3000; ) {
    for (const stage of ['accept', 'render'] as const) schedule.push(itemOf(stage))
    const item = schedule.pop(now)!
    const stage = item.stage as 'accept' | 'render'
    const serviceMs = stage === 'accept' ? 1 : 7
    schedule.finished(item, serviceMs, 0)
    gotMs[stage] += serviceMs
    now += serviceMs
  }
  return [gotMs.accept, gotMs.render]
}

it('shares the processor by weight, whatever the tasks take', () => {
  expect(sharesMs({})[0]! / 1500).toBeCloseTo(1, 1)
  expect(sharesMs({ render: 2 })[1]! / 2000).toBeCloseTo(1, 1)
})

it('gives no credit for having had nothing to do', () => {
  const schedule = scheduleOf('weighted-fair')
  for (let i = 0; i < 100; i++) schedule.push(itemOf('render', { demandMs: 1 }))
  for (let i = 0; i < 50; i++) schedule.finished(schedule.pop(i)!, 1, 0)
  for (let i = 0; i < 20; i++) schedule.push(itemOf('accept', { demandMs: 1, enqueuedAtMs: 50 }))
  const order = served(schedule, ({ stage }) => stage, 50)
  expect(order.slice(0, 10).filter((stage) => stage === 'accept').length).toBeLessThanOrEqual(6)
})

it('refuses a weight of 0', () => {
  expect(() => scheduleOf('weighted-fair', { weights: { render: 0 } })).toThrow(/weights.render/)
})
