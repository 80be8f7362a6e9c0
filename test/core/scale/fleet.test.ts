import { expect, it } from 'vitest'
import { planOf, utilisationOf, wholeAbove } from '#core/scale/fleet.ts'
import { contextOf, reading, using } from '../../contract/scale.ts'

it('a plan is whole, within the bounds, and keeps what there is when the wish is no number', () => {
  const three = reading([using(0), using(0), using(0)])
  const wish = (wanted: number) => planOf(wanted, three, contextOf(2, 5)).replicas
  expect([0, 4.4, 99, Infinity, Number.NaN].map(wish)).toEqual([2, 4, 5, 5, 3])
})

it('utilisation is that of ready instances with a metric', () => {
  expect(
    utilisationOf(reading([using(0.2), using(0.6), using(undefined), using(1, { isReady: false })])),
  ).toBeCloseTo(0.4, 12)
  expect(utilisationOf(reading([using(undefined)]))).toBeNaN()
})

it('rounding up forgives the last digits', () => {
  expect(wholeAbove((10 * 0.7) / 0.1)).toBe(70)
  expect(wholeAbove(7.01)).toBe(8)
})
