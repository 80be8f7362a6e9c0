import fc from 'fast-check'
import { expect, it } from 'vitest'
import { detectPolicies } from '#core/control/detect.ts'
import { createPolicy } from '#core/policy.ts'

const create = (parameters: Record<string, unknown>) =>
  createPolicy(detectPolicies, { policy: 'z-score', ...parameters }, undefined)

it('in its first values it has their ordinary mean and variance', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 10, maxLength: 10 }), (values) => {
      const detect = create({ lambda: 0.1, limit: 1 })
      for (const value of values) detect.observe(value, 0)
      const mean = values.reduce((a, b) => a + b) / 10
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 10
      fc.pre(variance > 0)
      expect(detect.observe(200, 0)).toBeCloseTo((200 - mean) / Math.sqrt(variance), 6)
    }),
  )
})

it('weights the latest value by lambda afterwards', () => {
  const detect = create({ lambda: 0.5, limit: 1, freeze: 0 })
  for (const value of [0, 2, 2]) detect.observe(value, 0)
  // Mean 1, variance 1, then mean 1.5 and variance 0.5 (1 + 0.5).
  expect(detect.observe(3, 0)).toBeCloseTo(1.5 / Math.sqrt(0.75), 9)
})

it('alarms do not teach until there were as many in a row as it freezes for', () => {
  const alarms = (freeze: number) => {
    const detect = create({ lambda: 0.1, limit: 6, freeze })
    for (let i = 0; i < 100; i++) detect.observe(i % 2, 0)
    return Array.from({ length: 200 }, () => detect.observe(100, 0)).filter((answer) => answer >= 1).length
  }
  expect(alarms(0)).toBe(1)
  expect(alarms(40)).toBe(41)
})
