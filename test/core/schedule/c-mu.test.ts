import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf } from './item.ts'

scheduleContract('c-mu', { keepsOrder: true, isStarvationFree: false })

it('runs the class of the highest cost for its mean time', () => {
  const schedule = scheduleOf('c-mu', { costs: { render: 3, accept: 1 } })
  schedule.finished(itemOf('render'), 4, 0)
  schedule.finished(itemOf('accept'), 1, 0)
  schedule.push(itemOf('render'))
  schedule.push(itemOf('accept'))
  expect(schedule.pop(0)!.stage).toBe('accept')
})

it('is defined for a class that takes no time', () => {
  const schedule = scheduleOf('c-mu')
  schedule.finished(itemOf('render'), 0, 0)
  schedule.push(itemOf('accept'))
  schedule.push(itemOf('render'))
  expect(schedule.pop(0)!.stage).toBe('render')
})
