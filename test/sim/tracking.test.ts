import { expect, it } from 'vitest'
import { createTracking, nextLookMs } from '#sim/tracking.ts'

const key = { tenant: 1, key: 7 }

it('by default tells each reader of a key once', () => {
  const tracking = createTracking('default', 4)!
  for (const node of [0, 2, 3]) tracking.read(key, node)
  expect(tracking.changed({ tenant: 2, key: 7 })).toEqual([])
  expect(tracking.changed(key)).toEqual([0, 2, 3])
  expect(tracking.changed(key)).toEqual([])
})

it('in broadcast tells all of every change', () => {
  const tracking = createTracking('broadcast', 3)!
  tracking.read(key, 0)
  expect(tracking.changed(key)).toEqual([0, 1, 2])
  expect(tracking.changed(key)).toEqual([0, 1, 2])
  expect(createTracking('off', 3)).toBeUndefined()
})

it('an expired key is noticed at the next look', () => {
  expect([0, 1, 100, 100.5].map(nextLookMs)).toEqual([0, 100, 100, 200])
})
