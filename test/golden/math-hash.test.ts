import { expect, it } from 'vitest'
import { mathHash } from './math-hash.ts'

it('the functions of core/math give the same bits as when this number was written down', () => {
  expect(mathHash(20_000)).toBe('fe9a1d7a')
})
