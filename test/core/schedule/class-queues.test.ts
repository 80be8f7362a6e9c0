import { expect, it } from 'vitest'
import { ClassQueues } from '#core/schedule/class-queues.ts'
import { itemOf } from './item.ts'

it('keeps begun work first of its class, and a second begun one at the end', () => {
  const queues = new ClassQueues()
  const [waiting, begun, second] = [1, 2, 3].map((enqueuedAtMs) => itemOf('accept', { enqueuedAtMs }))
  queues.push(waiting!)
  queues.pushFirst(begun!)
  queues.pushFirst(second!)
  expect([queues.length, queues.count(0), queues.count(1)]).toEqual([3, 3, 0])
  expect(queues.peek(0)).toBe(begun)
  expect([1, 2, 3].map(() => queues.shift(0)?.enqueuedAtMs)).toEqual([2, 1, 3])
  expect([queues.shift(0), queues.shift(-1), queues.length]).toEqual([undefined, undefined, 0])
})

it('finds the highest score, among equal ones whoever came first, and never prefers what is not a number', () => {
  const queues = new ClassQueues()
  expect(queues.best(() => 1)).toBe(-1)
  queues.push(itemOf('respond', { enqueuedAtMs: 2 }))
  queues.push(itemOf('render', { enqueuedAtMs: 1 }))
  expect(queues.best((index) => index)).toBe(4)
  expect(queues.best(() => 7)).toBe(4)
  expect(queues.best((index) => (index === 4 ? Number.NaN : -1e9))).toBe(1)
  expect(queues.best(() => Number.NaN)).toBe(4)
})
