import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf, served } from './item.ts'

scheduleContract('processor-sharing', { keepsOrder: true, isStarvationFree: true })

it('gives equal shares, and lets a step that overran be paid back', () => {
  const schedule = scheduleOf('processor-sharing', { quantum: 1 })
  const [greedy, modest] = [itemOf('render', { demandMs: 9 }), itemOf('accept', { demandMs: 9 })]
  schedule.push(greedy)
  schedule.push(modest)
  expect(schedule.pop(0)).toBe(greedy)
  greedy.servedMs = 4
  schedule.yielded(greedy, 4)
  expect(served(schedule, ({ stage }) => stage).slice(0, 5)).toEqual([
    'accept',
    'accept',
    'accept',
    'accept',
    'render',
  ])
})

it('starts what comes late level with what is there, not before it', () => {
  const schedule = scheduleOf('processor-sharing', { quantum: 1 })
  const old = itemOf('render', { demandMs: 100 })
  schedule.push(old)
  for (let now = 0; now < 50; now++) {
    old.servedMs += 1
    schedule.yielded(schedule.pop(now)!, 1)
  }
  schedule.push(itemOf('accept', { demandMs: 3, enqueuedAtMs: 50 }))
  const order = served(schedule, ({ stage }) => stage, 50)
  expect(order.lastIndexOf('accept')).toBeGreaterThan(3)
  expect(order.lastIndexOf('accept')).toBeLessThan(7)
})
