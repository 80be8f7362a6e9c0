import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf, served } from './item.ts'

scheduleContract('least-attained', { keepsOrder: true, isStarvationFree: false })

it('runs what had least so far', () => {
  const schedule = scheduleOf('least-attained', { quantum: 1 })
  for (const [stage, demandMs] of [
    ['render', 3],
    ['accept', 1],
    ['respond', 2],
  ] as const)
    schedule.push(itemOf(stage, { demandMs }))
  expect(served(schedule, ({ stage }) => stage)).toEqual([
    'render',
    'accept',
    'respond',
    'render',
    'respond',
    'render',
  ])
})
