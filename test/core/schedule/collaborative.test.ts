import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf } from './item.ts'

scheduleContract('collaborative', { keepsOrder: true, isStarvationFree: true })

const around = { networkMs: 50, penetrationRatio: 0, bandwidthRatio: () => 0, sent: () => {}, read: () => {} }

/** The class that runs of one task of each of two classes. */
function first(parameters: Record<string, unknown>, feedback = around): string {
  const schedule = scheduleOf('collaborative', parameters, { feedback, utilisation: () => 0.5 })
  schedule.push(itemOf('render', { sizeBytes: 1000 }))
  schedule.push(itemOf('assemble', { sizeBytes: 16_000 }))
  return schedule.pop(0)!.stage
}

it('weighs the channels by theta: the fragment that matters to the client, or what fills the caches', () => {
  expect(first({})).toBe('assemble')
  expect(first({ theta1: 0.1, theta3: 1 }, { ...around, penetrationRatio: 0.9 })).toBe('render')
  expect(first({ theta1: 0.1, theta3: 1 })).toBe('assemble')
})

it('prefers the class whose queue is long', () => {
  const schedule = scheduleOf('collaborative', { theta1: 0 }, { feedback: around, utilisation: () => 0.5 })
  schedule.push(itemOf('accept'))
  for (let i = 0; i < 5; i++) schedule.push(itemOf('render'))
  expect(schedule.pop(0)!.stage).toBe('render')
})

it('takes the other end of Psi where it is told so, and what waits still comes to its turn', () => {
  expect(first({ order: 'lowest' })).toBe('render')
  const schedule = scheduleOf(
    'collaborative',
    { order: 'lowest' },
    { feedback: around, utilisation: () => 0.5 },
  )
  schedule.push(itemOf('assemble', { sizeBytes: 16_000 }))
  schedule.push(itemOf('render', { sizeBytes: 1000, enqueuedAtMs: 100 }))
  expect(schedule.pop(100)!.stage).toBe('assemble')
})
