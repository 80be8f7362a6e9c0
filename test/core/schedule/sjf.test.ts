import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf, served } from './item.ts'

scheduleContract('sjf', { keepsOrder: true, isStarvationFree: false })

it('runs the shortest first where sizes are known', () => {
  const schedule = scheduleOf('sjf', { sizes: 'exact' })
  expect(schedule.wantsDemand).toBe(true)
  for (const [stage, demandMs] of [
    ['render', 3],
    ['accept', 1],
    ['respond', 2],
  ] as const)
    schedule.push(itemOf(stage, { demandMs }))
  expect(served(schedule, ({ stage }) => stage)).toEqual(['accept', 'respond', 'render'])
})

it('learns which class is short where they are not', () => {
  const schedule = scheduleOf('sjf')
  expect(schedule.wantsDemand).toBe(false)
  for (const [stage, serviceMs] of [
    ['render', 8],
    ['accept', 1],
  ] as const)
    for (let i = 0; i < 3; i++) schedule.finished(itemOf(stage), serviceMs, 0)
  schedule.push(itemOf('render'))
  schedule.push(itemOf('accept'))
  expect(schedule.pop(0)!.stage).toBe('accept')
})

it('with a quantum, goes by the whole size and not by what is left', () => {
  const schedule = scheduleOf('sjf', { quantum: 1 })
  schedule.push(itemOf('render', { demandMs: 10 }))
  const long = schedule.pop(0)!
  long.servedMs = 9
  schedule.yielded(long, 9)
  schedule.push(itemOf('accept', { demandMs: 5 }))
  expect(schedule.pop(9)!.stage).toBe('accept')
})
