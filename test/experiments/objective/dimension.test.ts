import { expect, it } from 'vitest'
import {
  dimensionText,
  plain,
  product,
  quotient,
  sameDimension,
  unitOf,
  units,
} from '#experiments/objective/dimension.ts'

it('makes an energy of power and time, and a rate of a number and time', () => {
  const energy = product(units.W!.dimension, units.s!.dimension)
  expect(sameDimension(energy, units.J!.dimension)).toBe(true)
  expect(sameDimension(quotient(plain, units.ms!.dimension), unitOf('requests/s').dimension)).toBe(true)
  expect(sameDimension(units.W!.dimension, units.J!.dimension)).toBe(false)
})

it('knows how much a unit is', () => {
  expect(units.kWh!.factor).toBe(1000 * units.W!.factor * units.h!.factor)
  expect(unitOf('ms')).toBe(units.ms)
  expect(unitOf('operations/s').factor).toBe(1)
  expect(unitOf('shards')).toEqual({ dimension: plain, factor: 1 })
})

it('says a dimension in words', () => {
  expect(dimensionText(units.h!.dimension)).toBe("a time such as '500 ms'")
  expect(dimensionText(product(units.s!.dimension, units.s!.dimension))).toBe('s^2 J^0')
})
