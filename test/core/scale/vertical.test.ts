import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, reading, using } from '../../contract/scale.ts'

/** Sizes at each minute, when an instance uses so much. */
function sizes(
  use: (minute: number) => number,
  minutes: number,
  parameters: Record<string, unknown> = {},
): number[] {
  const scale = createPolicy(scalePolicies, { policy: 'vertical', ...parameters }, contextOf())
  return Array.from(
    { length: minutes },
    (_, minute) =>
      scale.decide(reading([using(use(minute)), using(use(minute))]), 60_000 * minute).processors,
  )
}

it('becomes as large as the percentile and its margin, and not before it may restart', () => {
  const found = sizes(() => 3, 20)
  expect(found.slice(0, 10)).toEqual(Array(10).fill(1))
  // Classes are 5 % wide.
  expect(found.at(-1)).toBeGreaterThanOrEqual(3 * 1.15)
  expect(found.at(-1)).toBeLessThanOrEqual(3 * 1.05 * 1.15)
})

it('is not moved by what happens in less than a tenth of the time', () => {
  const found = sizes((minute) => (minute % 20 === 0 ? 8 : 0.86), 200)
  expect(new Set(found)).toEqual(new Set([1]))
})

it('forgets old use by halves', () => {
  const found = sizes((minute) => (minute < 60 ? 4 : 0.5), 600, { halfLife: 600_000 })
  expect(Math.max(...found)).toBeGreaterThan(4)
  expect(found.at(-1)).toBeLessThan(0.7)
})
