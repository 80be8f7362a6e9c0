import { expect, it } from 'vitest'
import { csv } from '#experiments/sweep/csv.ts'

it('quotes only what needs it', () => {
  expect(
    csv(
      ['a', 'b c'],
      [
        [1, 'x'],
        [null, 'with, comma'],
        [0.1 + 0.2, 'say "no"'],
        [-0, 'two\nlines'],
      ],
    ),
  ).toBe('a,b c\n1,x\n,"with, comma"\n0.30000000000000004,"say ""no"""\n0,"two\nlines"\n')
})
