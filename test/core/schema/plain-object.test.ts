import { expect, it } from 'vitest'
import { isPlainObject } from '#core/schema/plain-object.ts'

it('a mapping is neither null nor a list nor a single value', () => {
  expect([{}, { a: 1 }].map(isPlainObject)).toEqual([true, true])
  expect([null, undefined, [], 'a', 1].map(isPlainObject)).toEqual([false, false, false, false, false])
})
