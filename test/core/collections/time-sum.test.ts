import { expect, it } from 'vitest'
import { added } from '#core/collections/added.ts'
import { addTime, quantilesOf, timeSum, timesBetween } from '#core/collections/time-sum.ts'

it('the middle of a bucket is within 2.3 % of every time in it', () => {
  for (const ms of [0.0017, 0.02, 0.31, 4.4, 57, 1234]) {
    const sum = timeSum()
    addTime(sum, ms)
    expect(Math.abs(quantilesOf(sum, 1)[0]! / ms - 1)).toBeLessThan(0.023)
  }
})

it('quantiles follow the distribution, and their mean the mean', () => {
  const sum = timeSum()
  for (let index = 1; index <= 1000; index++) addTime(sum, index / 100)
  const quantiles = quantilesOf(sum, 50)
  expect(quantiles).toHaveLength(50)
  expect(quantiles[25]! / 5.1).toBeCloseTo(1, 1)
  expect(quantiles.reduce((total, ms) => total + ms, 0) / 50 / 5.005).toBeCloseTo(1, 1)
})

it('between two readings only what came in between counts', () => {
  const sum = timeSum()
  addTime(sum, 1)
  const before = structuredClone(sum)
  addTime(sum, 8)
  addTime(sum, 8)
  const between = timesBetween(before, sum)
  expect(between).toMatchObject({ count: 2, sumMs: 16 })
  for (const ms of quantilesOf(between, 3)) expect(ms / 8).toBeCloseTo(1, 1)
})

it('nothing measured has no quantiles', () => expect(quantilesOf(timeSum(), 5)).toEqual([]))

it('what was measured in several places is added up', () => {
  const [one, other] = [timeSum(), timeSum()]
  addTime(one, 2)
  addTime(other, 2)
  addTime(other, 8)
  const whole = added([one, other])
  expect(whole).toMatchObject({ count: 3, sumMs: 12 })
  expect(quantilesOf(whole, 3).map(Math.round)).toEqual([2, 2, 8])
  expect(one.count).toBe(1)
})
