import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf } from './item.ts'

scheduleContract('ageing-priority', { keepsOrder: true, isStarvationFree: true })

it('lets a low class overtake once it has waited for the gap', () => {
  const schedule = scheduleOf('ageing-priority', { levels: { accept: 4, render: 0 }, ageing: 10 })
  schedule.push(itemOf('render'))
  schedule.push(itemOf('accept', { enqueuedAtMs: 399 }))
  schedule.push(itemOf('accept', { enqueuedAtMs: 401 }))
  expect([1, 2, 3].map(() => schedule.pop(500)!.enqueuedAtMs)).toEqual([399, 0, 401])
})
