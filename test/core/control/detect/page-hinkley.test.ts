import { expect, it } from 'vitest'
import { detectPolicies } from '#core/control/detect.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'

const create = (parameters: Record<string, unknown> = {}) =>
  createPolicy(detectPolicies, { policy: 'page-hinkley', ...parameters }, undefined)

/** A thousand of 0 and 1, then a thousand of 4 to 7: the example of river's documentation. */
function change(): number[] {
  const random = stream(12_345, 'page-hinkley')
  return Array.from({ length: 2000 }, (_, index) =>
    index < 1000 ? Math.floor(2 * random()) : 4 + Math.floor(4 * random()),
  )
}

it('finds the change of the example of river a handful of values after it came', () => {
  const detect = create()
  const first = change().findIndex((value) => detect.observe(value, 0) >= 1)
  expect(first).toBeGreaterThan(1000)
  expect(first).toBeLessThan(1016)
})

it('agrees with the recurrence written out', () => {
  const detect = create({ threshold: 3, values: 5 })
  let [count, mean, sum] = [1, 0, 0]
  for (const x of change()) {
    mean += (x - mean) / count
    sum = Math.max(0, 0.9999 * sum + (x - mean - 0.005))
    count++
    expect(detect.observe(x, 0)).toBeCloseTo(count >= 5 ? sum / 3 : 0, 12)
    if (count >= 5 && sum >= 3) [count, mean, sum] = [1, 0, 0]
  }
})

it('finds a fall only when it looks downward', () => {
  const found = (direction: string) => {
    const detect = create({ direction })
    return change().some((value) => detect.observe(-value, 0) >= 1)
  }
  expect([found('up'), found('down'), found('both')]).toEqual([false, true, true])
})
