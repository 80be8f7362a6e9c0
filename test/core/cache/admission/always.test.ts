import { expect, it } from 'vitest'
import { always } from '#core/cache/admission/always.ts'

it('everything is admitted', () => {
  const admission = always.create({}, { capacity: 1, entries: 1, random: () => 0.5 })
  admission.request(1, 1e9)
  expect(admission.admits(1, 1e9, 2)).toBe(true)
})
