import { expect, it } from 'vitest'
import { knownVersions } from '#core/invalidation/known-versions.ts'

const key = { tenant: 0, key: 7 }

it('keeps the highest version that was heard of, until it is cleared', () => {
  const known = knownVersions()
  expect(known.floor(key)).toBe(1)
  expect([known.raise(key, 1), known.raise(key, 3), known.raise(key, 3)]).toEqual([false, true, false])
  known.raise(key, 2)
  expect(known.floor(key)).toBe(3)
  known.clear()
  expect(known.floor(key)).toBe(1)
})

it('forgets the key that was raised longest ago when there are too many', () => {
  const known = knownVersions()
  for (let index = 0; index <= 65_536; index++) known.raise({ tenant: 0, key: index }, 5)
  expect(known.floor({ tenant: 0, key: 0 })).toBe(1)
  expect(known.floor({ tenant: 0, key: 1 })).toBe(5)
})
