import { expect, it } from 'vitest'
import { sizeThreshold } from '#core/cache/admission/size-threshold.ts'

it('admits up to the size and nothing larger', () => {
  const admission = sizeThreshold.create({ sizeMax: 100 }, { capacity: 1000, entries: 10, random: () => 0.5 })
  expect([99, 100, 101].map((size) => admission.admits(1, size, -1))).toEqual([true, true, false])
})
