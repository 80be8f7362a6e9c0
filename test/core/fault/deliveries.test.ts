import { expect, it } from 'vitest'
import { deliveries } from '#core/fault/deliveries.ts'
import { stream } from '#core/random.ts'

const some = (given: object) => {
  const random = stream(1, 'test')
  const config = { lostRatio: 0, duplicatedRatio: 0, lateRatio: 0, lateMsMax: 100, ...given }
  return Array.from({ length: 2_000 }, () => deliveries(config, random, () => 3))
}

it('loses, duplicates and delays messages in the shares that are asked for', () => {
  const shareOf = (given: object, count: number) =>
    some(given).filter(({ length }) => length === count).length / 2_000
  expect(shareOf({ lostRatio: 0.3 }, 0)).toBeCloseTo(0.3, 1)
  expect(shareOf({ duplicatedRatio: 0.2 }, 2)).toBeCloseTo(0.2, 1)
  const late = some({ lateRatio: 0.5 }).flat()
  expect(late.filter((ms) => ms > 3).length / 2_000).toBeCloseTo(0.5, 1)
  expect(Math.max(...late)).toBeLessThanOrEqual(103)
  expect(some({})).toEqual(Array.from({ length: 2_000 }, () => [3]))
})
