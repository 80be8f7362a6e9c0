import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf, served } from './item.ts'

scheduleContract('lcfs', { keepsOrder: false, isStarvationFree: false })

it('runs the newest first', () => {
  const schedule = scheduleOf('lcfs')
  for (const [stage, demandMs] of [
    ['render', 3],
    ['accept', 1],
    ['respond', 2],
  ] as const)
    schedule.push(itemOf(stage, { demandMs }))
  expect(served(schedule, ({ stage }) => stage)).toEqual(['respond', 'accept', 'render'])
})

it('with a quantum, lets the newest interrupt and resumes the one before it afterwards', () => {
  const schedule = scheduleOf('lcfs', { quantum: 1 })
  schedule.push(itemOf('render', { demandMs: 2 }))
  const first = schedule.pop(0)!
  expect(schedule.quantum(first)).toBe(1)
  schedule.push(itemOf('accept', { demandMs: 1 }))
  first.servedMs = 1
  schedule.yielded(first, 1)
  expect(served(schedule, ({ stage }) => stage)).toEqual(['accept', 'render'])
})
