import { expect, it } from 'vitest'
import { scheduleContract } from '../../contract/schedule.ts'
import { itemOf, scheduleOf } from './item.ts'

scheduleContract('formula', { keepsOrder: true, isStarvationFree: false })

it('runs the class of the highest value', () => {
  const schedule = scheduleOf('formula', { priority: '-Q' })
  for (const stage of ['render', 'render', 'accept'] as const) schedule.push(itemOf(stage))
  expect(schedule.pop(0)!.stage).toBe('accept')
})

it('orders as adaptive does when it is equation 1', () => {
  const schedule = scheduleOf('formula', { priority: 'Q * R / (L + C)' })
  for (const [stage, serviceMs] of [
    ['render', 20],
    ['accept', 1],
  ] as const)
    for (let i = 0; i < 50; i++) schedule.finished(itemOf(stage), serviceMs, 30)
  schedule.push(itemOf('render', { sizeBytes: 16_000 }))
  schedule.push(itemOf('accept'))
  expect(schedule.pop(0)!.stage).toBe('accept')
})

it('knows waiting time, size, use and lengths', () => {
  const last = (priority: string) => {
    const schedule = scheduleOf('formula', { priority })
    schedule.push(itemOf('render', { sizeBytes: 9, enqueuedAtMs: 5 }))
    schedule.push(itemOf('accept', { sizeBytes: 1, enqueuedAtMs: 9 }))
    return [schedule.pop(10)!.stage, schedule.pop(10)!.stage][1]
  }
  expect(last('W')).toBe('accept')
  expect(last('-W + N * 0 ms')).toBe('render')
  expect(last('S')).toBe('accept')
  expect(last('-L * (1 + U)')).toBe('render')
})

it('is first come, first served among values that are not numbers, which rank below all others', () => {
  const schedule = scheduleOf('formula', { priority: '0 / (Q - 1)' })
  schedule.push(itemOf('render', { enqueuedAtMs: 1 }))
  schedule.push(itemOf('accept', { enqueuedAtMs: 2 }))
  for (const enqueuedAtMs of [3, 4]) schedule.push(itemOf('write', { enqueuedAtMs }))
  expect([1, 2, 3, 4].map(() => schedule.pop(9)!.stage)).toEqual(['write', 'render', 'accept', 'write'])
})

it('refuses what it does not know, with the nearest name, and sums of different units', () => {
  expect(() => scheduleOf('formula', { priority: 'Q * r' })).toThrow(/unknown name 'r'/)
  expect(() => scheduleOf('formula', { priority: 'W + S' })).toThrow(/ms and bytes/)
})
