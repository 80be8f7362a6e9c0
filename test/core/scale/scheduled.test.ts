import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, reading } from '../../contract/scale.ts'

const hour = 3_600_000
const at = (hours: readonly number[], parameters: Record<string, unknown>) => {
  const scale = createPolicy(
    scalePolicies,
    { policy: 'scheduled', busy: 8, quiet: 2, ...parameters },
    contextOf(),
  )
  return hours.map((one) => scale.decide(reading([]), one * hour).replicas)
}

it('is busy from the beginning, quiet from the end, each day', () => {
  expect(at([7.9, 8, 19.9, 20, 32], {})).toEqual([2, 8, 8, 2, 8])
})

it('a busy time may reach over midnight', () => {
  expect(at([21, 22, 27, 29.9, 30], { begin: 22 * hour, end: 6 * hour })).toEqual([2, 8, 8, 8, 2])
})
