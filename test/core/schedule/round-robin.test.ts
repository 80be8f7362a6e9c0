import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf, served } from './item.ts'

scheduleContract('round-robin', { keepsOrder: true, isStarvationFree: true })

it('gives each its quantum in turn', () => {
  const schedule = scheduleOf('round-robin', { quantum: 2 })
  for (const [stage, demandMs] of [
    ['render', 3],
    ['accept', 1],
    ['respond', 2],
  ] as const)
    schedule.push(itemOf(stage, { demandMs }))
  expect(served(schedule, ({ stage }) => stage)).toEqual(['render', 'accept', 'respond', 'render'])
})
