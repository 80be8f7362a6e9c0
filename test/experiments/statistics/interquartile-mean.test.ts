import { expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { interquartileMean, interquartileMeanInterval } from '#experiments/statistics/interquartile-mean.ts'
import { readOracle } from '../../oracle/read-oracle.ts'

it.each(readOracle('detect').filter(({ name }) => name === 'eval.iqm'))(
  '$name $parameters is $expected',
  ({ parameters, expected }) => {
    const last = Number(parameters!.split('..')[1])
    expect(interquartileMean(Array.from({ length: last }, (_, index) => last - index))).toBe(Number(expected))
  },
)

it('one broken seed of ten does not move it', () => {
  expect(interquartileMean([1, 2, 3, 4, 5, 6, 7, 8, 9, -1e9])).toBe(4.5)
})

it('its interval holds it, narrows with more seeds and is the same for the same stream', () => {
  const scores = (seeds: number) => {
    const random = stream(1, 'scores')
    return [0, 1].map((task) => Array.from({ length: seeds }, () => task + random()))
  }
  const interval = (seeds: number) =>
    interquartileMeanInterval(scores(seeds), { random: stream(2, 'resample'), resamples: 2000 })
  const [few, many] = [interval(10), interval(160)]
  expect(few.low).toBeLessThan(few.estimate)
  expect(few.estimate).toBeLessThan(few.high)
  expect(many.high - many.low).toBeLessThan((few.high - few.low) / 2)
  expect(interval(10)).toEqual(few)
})

it('nothing to average is refused', () => {
  expect(() => interquartileMean([])).toThrow('none')
})
