import { expect, it } from 'vitest'
import { lowerTiers } from '#core/scenario/lower-tiers-schema.ts'
import { check } from '#core/schema.ts'

it('the caches beside a node are off by default, with the limits of memcached', () => {
  const { value, problems } = check(lowerTiers, {})
  expect(problems).toEqual([])
  expect(value.files.isEnabled).toBe(false)
  expect(value.memcached).toMatchObject({ isEnabled: false, growthFactor: 1.25, itemBytesMax: 1_048_576 })
})

it('an item is never larger than a page of memory', () => {
  const { problems } = check(lowerTiers, { memcached: { itemMax: '2 MiB' } }, '', 'written')
  expect(problems).toHaveLength(1)
})
