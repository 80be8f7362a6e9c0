import { describe, expect, it } from 'vitest'
import { controlPolicies } from '#core/control/control.ts'
import { createPolicy } from '#core/policy.ts'
import { contextOf } from '../../contract/control.ts'

const range = { kind: 'number', name: 'power', low: 0, high: 10 } as const
const create = (parameters: Record<string, unknown>) =>
  createPolicy(controlPolicies, { policy: 'pid', ...parameters }, contextOf(range as never))

/** A tank that loses a tenth of its level a second and gains a tenth of what is set. */
function levels(
  parameters: Record<string, unknown>,
  target: (second: number) => number,
  seconds: number,
): number[] {
  let level = 0
  const controls = new Map<number, ReturnType<typeof create>>()
  return Array.from({ length: seconds }, (_, second) => {
    const wanted = target(second)
    if (!controls.has(wanted)) controls.set(wanted, create({ ...parameters, target: wanted }))
    level += 0.1 * (controls.get(wanted)!.decide([level], 0, 1000 * second) - level)
    return level
  })
}

describe('pid', () => {
  it('computes its three terms as the book has them', () => {
    const control = create({ target: 2, proportional: 0.5, integral: 0.1, derivative: 0.2, filter: 0 })
    expect(control.decide([1], 0, 0)).toBeCloseTo(5 + 0.5 * 1, 12)
    expect(control.decide([3], 0, 1000)).toBeCloseTo(5 - 0.5 - 0.1 - 0.2 * 2, 12)
    expect(control.decide([3], 0, 3000)).toBeCloseTo(5 - 0.5 - 0.1 - 0.2, 12)
  })

  it('brings the level to its target and holds it, which proportion alone does not', () => {
    const last = (parameters: Record<string, unknown>) => levels(parameters, () => 7, 300).at(-1)!
    expect(last({ proportional: 0.5, integral: 0.1 })).toBeCloseTo(7, 3)
    expect(Math.abs(last({ proportional: 0.5, integral: 0 }) - 7)).toBeGreaterThan(0.5)
  })

  it('does not wind up: after a target out of reach it turns back at once', () => {
    const control = create({ target: 20, proportional: 0.1, integral: 1 })
    for (let second = 0; second < 1000; second++) control.decide([9], 0, 1000 * second)
    const turned = Array.from({ length: 6 }, (_, second) =>
      control.decide([24], 0, 1_000_000 + 1000 * second),
    )
    expect(turned[0]).toBeLessThan(10)
    expect(turned.at(-1)).toBeLessThan(1)
  })

  it('keeps its last number while the feature is missing', () => {
    const control = create({ target: 2 })
    const last = control.decide([1], 0, 0)
    expect(control.decide([Number.NaN], 0, 1000)).toBe(last)
  })
})
