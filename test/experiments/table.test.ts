import { expect, it } from 'vitest'
import { figure, percent, tableLines } from '#experiments/table.ts'

it('aligns the first column to the left and the others to the right', () => {
  expect(
    tableLines(
      ['a', 'value'],
      [
        ['x', '1'],
        ['long', '12345678'],
      ],
    ),
  ).toEqual(['a        value', '----  --------', 'x            1', 'long  12345678'])
})

it.each([
  [0, '0.0000'],
  [0.12345, '0.1235'],
  [1.234, '1.23'],
  [123.45, '123.5'],
  [12345.6, '12346'],
  [1e8, '1.000e+8'],
  [1e-6, '1.000e-6'],
  [Number.NaN, '-'],
])('writes %d as %s', (value, text) => expect(figure(value)).toBe(text))

it('writes a ratio in percent', () => expect(percent(0.1234)).toBe('12.3 %'))
