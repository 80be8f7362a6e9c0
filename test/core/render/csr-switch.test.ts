import { expect, it } from 'vitest'
import { csrSwitch } from '#core/render/csr-switch.ts'

it('switches above its threshold and back only well below it', () => {
  const { isClientRendering } = csrSwitch({ csrAboveUtilisation: 0.8 })
  expect([0.79, 0.81, 0.75, 0.71, 0.69, 0.75].map(isClientRendering)).toEqual([
    false,
    true,
    true,
    true,
    false,
    false,
  ])
})

it('never switches at a threshold of 1', () =>
  expect(csrSwitch({ csrAboveUtilisation: 1 }).isClientRendering(1)).toBe(false))
