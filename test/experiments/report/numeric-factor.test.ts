import { expect, it } from 'vitest'
import { numericFactor } from '#experiments/report/numeric-factor.ts'

it('reads plain numbers, one unit, and several units of one kind', () => {
  expect(numericFactor(['1', '2', '4'])).toEqual({ places: [1, 2, 4], unit: '', scale: 'linear' })
  expect(numericFactor(['0.5 ms', '1 ms'])).toEqual({ places: [0.5, 1], unit: 'ms', scale: 'linear' })
  expect(numericFactor(['500 ms', '2 s'])).toEqual({ places: [500, 2000], unit: 'ms', scale: 'linear' })
  expect(numericFactor(['50 %', '0.75'])).toEqual({ places: [0.5, 0.75], unit: 'ratio', scale: 'linear' })
})

it('values over more than a decade and a half lie on a log axis, but not with 0 among them', () => {
  expect(numericFactor(['1', '10', '100'])!.scale).toBe('log')
  expect(numericFactor(['0', '10', '100'])!.scale).toBe('linear')
})

it.each([[['fcfs', 'sjf']], [['1', 'many']], [['1 ms', '1 B']], [['4']], [['{ shape: constant }', '2']]])(
  '%j is not numeric',
  (values) => expect(numericFactor(values)).toBeUndefined(),
)
