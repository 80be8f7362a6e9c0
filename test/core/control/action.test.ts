import { expect, it } from 'vitest'
import { choicesOf, rangeOf } from '#core/control/action.ts'

it('tells how many choices there are, and refuses none', () => {
  expect(choicesOf({ kind: 'choice', names: ['a', 'b'] }, 'x')).toBe(2)
  expect(() => choicesOf({ kind: 'choice', names: [] }, 'x')).toThrow('no choices')
})

it('tells the range of a number, and refuses an empty one', () => {
  expect(rangeOf({ kind: 'number', name: 'n', low: 1, high: 2 }, 'x')).toMatchObject({ low: 1, high: 2 })
  expect(() => rangeOf({ kind: 'number', name: 'n', low: 2, high: 2 }, 'x')).toThrow('found 2 to 2')
})
