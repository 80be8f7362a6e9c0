import { expect, it } from 'vitest'
import { regions } from '#core/scenario/region-schema.ts'
import { check } from '#core/schema.ts'

it('is one region by default', () => {
  expect(check(regions, {}).value).toMatchObject({ count: 1, ofNodes: [], clientShares: [] })
})

it('names regions that are not there and shares that are not a whole', () => {
  const { problems } = check(
    regions,
    { count: 2, ofNodes: [0, 2], clientShares: [0.5, 0.2] },
    'regions',
    'written',
  )
  expect(problems.map(({ path, allowed }) => [path, allowed])).toEqual([
    ['regions.ofNodes', '0 to 1'],
    ['regions.clientShares', '2 shares that make 1, or none'],
  ])
})
