import { expect, it } from 'vitest'
import { coldStartRatio } from '#core/model/cold-start.ts'

it('is 1 when nothing is kept and falls to 1/e when kept for a mean gap', () => {
  expect(coldStartRatio(2, 0)).toBe(1)
  expect(coldStartRatio(2, 500)).toBeCloseTo(Math.exp(-1), 12)
})
