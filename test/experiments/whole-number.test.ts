import { expect, it } from 'vitest'
import { wholeNumber } from '#experiments/whole-number.ts'

const range = { min: 1, max: 10 }

it('reads a whole number of the range, and nothing where nothing was written', () => {
  expect(wholeNumber('--n', '7', range)).toBe(7)
  expect(wholeNumber('--n', undefined, range)).toBeUndefined()
})

it.each(['0', '11', '1.5', 'x', '-3', 'NaN'])('refuses %s, naming option, value and range', (written) => {
  expect(() => wholeNumber('--n', written, range)).toThrow(
    `--n: must be a whole number; found "${written}", allowed 1 to 10`,
  )
})
