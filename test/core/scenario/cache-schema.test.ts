import { expect, it } from 'vitest'
import { cache } from '#core/scenario/cache-schema.ts'
import { check } from '#core/schema.ts'

const written = (given: object) => check(cache, given, 'cache', 'written')

it('everything about the caches of a node has a default', () => {
  expect(written({}).problems).toEqual([])
})

it('sizes are whole numbers of at least one', () => {
  expect(written({ l1Capacity: 0, l2Capacity: 1.5 }).problems.map(({ path }) => path)).toEqual([
    'cache.l1Capacity',
    'cache.l2Capacity',
  ])
})
