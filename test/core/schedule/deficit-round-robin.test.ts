import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf, served } from './item.ts'

scheduleContract('deficit-round-robin', { keepsOrder: true, isStarvationFree: true })

it('skips at once the rounds in which nobody can be served', () => {
  const schedule = scheduleOf('deficit-round-robin', { quantum: 0.001, weights: { render: 2 } })
  schedule.push(itemOf('accept', { demandMs: 1e6 }))
  schedule.push(itemOf('render', { demandMs: 1e6 }))
  expect(served(schedule, ({ stage }) => stage)).toEqual(['render', 'accept'])
})

it('charges what a task took beyond its estimate', () => {
  const schedule = scheduleOf('deficit-round-robin', { quantum: 2, priorService: 1 })
  for (let i = 0; i < 20; i++) for (const stage of ['accept', 'render'] as const) schedule.push(itemOf(stage))
  let rendered = 0
  for (let i = 0; i < 12; i++) {
    const item = schedule.pop(0)!
    if (item.stage === 'render') rendered++
    schedule.finished(item, item.stage === 'render' ? 10 : 1, 0)
  }
  expect(rendered).toBeLessThan(4)
})
