import { expect, it } from 'vitest'
import { makeAdmit } from './make-admit.ts'

it('lets everybody in', () => {
  expect(makeAdmit({ policy: 'unlimited' }).entering(10_000)).toBe(10_000)
})
