import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf } from './item.ts'

scheduleContract('mlfq', { keepsOrder: true, isStarvationFree: true })

it('sends down what uses up its quantum, which doubles a level', () => {
  const schedule = scheduleOf('mlfq', { quantum: 1, levels: 3 })
  const long = itemOf('render', { demandMs: 20 })
  schedule.push(long)
  const quanta: number[] = []
  for (let slice = 0; slice < 4; slice++) {
    const item = schedule.pop(0)!
    quanta.push(schedule.quantum(item))
    schedule.yielded(item, schedule.quantum(item))
  }
  expect(quanta).toEqual([1, 2, 4, 4])
  schedule.push(itemOf('accept', { demandMs: 1 }))
  expect(schedule.pop(0)!.stage).toBe('accept')
})

it('brings everything back to the top after a time', () => {
  const schedule = scheduleOf('mlfq', { quantum: 1, boost: 100 })
  schedule.yielded(itemOf('render'), 1)
  schedule.push(itemOf('accept'))
  schedule.push(itemOf('accept'))
  expect(schedule.pop(99)!.stage).toBe('accept')
  schedule.pop(100)
  const back = schedule.pop(100)!
  expect([back.stage, schedule.quantum(back)]).toEqual(['render', 1])
})
