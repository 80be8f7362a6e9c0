import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf } from './item.ts'

scheduleContract('srpt', { keepsOrder: true, isStarvationFree: false })

it('goes by what is left', () => {
  const schedule = scheduleOf('srpt', { quantum: 1 })
  schedule.push(itemOf('render', { demandMs: 10 }))
  const long = schedule.pop(0)!
  long.servedMs = 9
  schedule.yielded(long, 9)
  schedule.push(itemOf('accept', { demandMs: 5 }))
  expect(schedule.pop(9)!.stage).toBe('render')
})

it('does not run for ever what outlived its estimate', () => {
  const schedule = scheduleOf('srpt', { quantum: 1, priorService: 2 })
  const long = itemOf('render', { servedMs: 100 })
  schedule.yielded(long, 1)
  schedule.push(itemOf('accept'))
  expect(schedule.pop(0)!.stage).toBe('accept')
})
