import { expect, it } from 'vitest'
import { lirs } from '#core/cache/eviction/lirs.ts'
import { expectAgreement, without } from './agreement.ts'
import { slotCache } from './slot-cache.ts'

/** Stack and queue as plain arrays, the last element on top. */
function obvious(capacity: number, hirRatio: number) {
  const hirMax = Math.max(1, Math.floor(capacity * hirRatio))
  const lirMax = capacity - hirMax
  let stack: number[] = []
  let queue: number[] = []
  let ghosts: number[] = []
  const lir = new Set<number>()
  function prune(): void {
    while (stack.length > 1 && !lir.has(stack[0]!)) ghosts = without(ghosts, stack.shift()!)
  }
  function evictHir(): void {
    const key = queue.shift()!
    if (stack.includes(key)) ghosts.push(key)
  }
  function demote(): void {
    const key = stack.shift()!
    lir.delete(key)
    while (queue.length >= hirMax) evictHir()
    queue.push(key)
    prune()
  }
  function toTop(key: number): void {
    stack = [...without(stack, key), key]
  }
  function promote(key: number): void {
    if (lir.size === lirMax) demote()
    lir.add(key)
  }
  function hit(key: number): void {
    const wasInStack = stack.includes(key)
    if (wasInStack) toTop(key)
    if (lir.has(key)) prune()
    else if (wasInStack) {
      queue = without(queue, key)
      promote(key)
    } else {
      queue = [...without(queue, key), key]
      if (lir.size === lirMax && hirMax >= 2) demote()
      toTop(key)
    }
  }
  function miss(key: number): void {
    if (ghosts.includes(key)) {
      toTop(key)
      promote(key)
      ghosts = without(ghosts, key)
      return
    }
    if (lir.size === lirMax && queue.length === hirMax) evictHir()
    toTop(key)
    if (lir.size < lirMax) lir.add(key)
    else queue.push(key)
  }
  return {
    request(key: number) {
      if (lir.has(key) || queue.includes(key)) hit(key)
      else miss(key)
      while (stack.length > 2 * capacity && ghosts.length > 0) stack = without(stack, ghosts.shift()!)
    },
    keys: () => [...lir, ...queue],
  }
}

it.each([0.01, 0.3, 0.5])('keeps what a stack and a queue of plain arrays keep, queue %f', (hirRatio) => {
  expectAgreement(lirs, (capacity) => obvious(capacity, hirRatio), {
    parameters: { hirRatio },
    capacityMin: 2,
  })
})

it('keeps most of a loop that is longer than the cache, where LRU keeps nothing', () => {
  const cache = slotCache(lirs, { capacity: 10 })
  let hits = 0
  for (let round = 0; round < 20; round++)
    for (let key = 0; key < 12; key++) if (cache.request(key).isHit) hits++
  expect(hits / 240).toBeGreaterThan(0.6)
})
