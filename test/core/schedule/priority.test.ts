import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf, served } from './item.ts'

scheduleContract('priority', { keepsOrder: true, isStarvationFree: false })

it('runs the highest level first, and within one level whoever came first', () => {
  const schedule = scheduleOf('priority', { levels: { accept: 1, respond: 1, render: 2 } })
  schedule.push(itemOf('respond', { demandMs: 1, enqueuedAtMs: 1 }))
  schedule.push(itemOf('accept', { demandMs: 1, enqueuedAtMs: 2 }))
  schedule.push(itemOf('render', { demandMs: 1, enqueuedAtMs: 3 }))
  expect(served(schedule, ({ stage }) => stage, 3)).toEqual(['render', 'respond', 'accept'])
})

it('refuses a class that does not exist, and a level below 0', () => {
  expect(() => scheduleOf('priority', { levels: { rendr: 1 } })).toThrow(/did you mean 'render'/)
  expect(() => scheduleOf('priority', { levels: { render: -1 } })).toThrow(/levels.render/)
})
