import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf, served } from './item.ts'

scheduleContract('edf', { keepsOrder: true, isStarvationFree: false })

it('runs the earliest deadline first, of the flow or else of the class', () => {
  const schedule = scheduleOf('edf', { withinMs: { render: 40, accept: 30 } })
  schedule.push(itemOf('render', { demandMs: 1 }))
  schedule.push(itemOf('accept', { demandMs: 1 }))
  schedule.push(itemOf('write', { demandMs: 1, deadlineMs: 35 }))
  expect(served(schedule, ({ stage }) => stage)).toEqual(['accept', 'write', 'render'])
})

/** Share in time of work of 10 ms with 30 ms to go, at twice what the loop can do. */
function timelyShare(late: string): number {
  const schedule = scheduleOf('edf', { late, withinMs: { render: 30 }, priorService: 10 })
  let timely = 0
  let next = 0
  for (let now = 0; now < 10_000; now += 10) {
    for (; next * 5 <= now; next++) schedule.push(itemOf('render', { enqueuedAtMs: next * 5 }))
    const item = schedule.pop(now)!
    if (now + 10 <= item.enqueuedAtMs + 30) timely++
    schedule.finished(item, 10, 0)
  }
  return timely / 1000
}

it('does not collapse under overload unless late work keeps its place', () => {
  expect(timelyShare('last')).toBeGreaterThan(0.95)
  expect(timelyShare('first')).toBeLessThan(0.05)
})
