import { expect, it } from 'vitest'
import { copyAsTold } from '#core/cache/copy.ts'
import { always, openLevel } from '#core/cache/node/level.ts'

const copy = (key: number, expiresAt = 100) =>
  copyAsTold({ tenant: 0, key, version: 1, sizeBytes: 1, expiresAt, value: undefined })
const key = (key: number) => ({ tenant: 0, key })

it('gives back the very copy that was put, drops it when it has ended, and finds it always when asked so', () => {
  const level = openLevel({ capacityCount: 2, eviction: { policy: 'lru' } })
  const one = copy(1)
  level.put(one)
  expect(level.find(key(1), 99)).toBe(one)
  expect(level.find(key(1), always)).toBe(one)
  expect(level.find(key(1), 100)).toBeUndefined()
  expect(level.peek(key(1))).toBeUndefined()
  level.check()
})

it('tells of what leaves for another, and of nothing that is removed', () => {
  const left: number[] = []
  const level = openLevel({
    capacityCount: 2,
    eviction: { policy: 'lru' },
    evicted: ({ entry }) => left.push(entry.key),
  })
  for (const one of [1, 2, 3]) level.put(copy(one))
  level.remove(key(2))
  level.clear()
  expect(left).toEqual([1])
})
