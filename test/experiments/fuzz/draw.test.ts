import { expect, it } from 'vitest'
import { drawScenario, protocols } from '#experiments/fuzz/draw.ts'
import { hasFaults } from '#sim/fault/faults.ts'

const faultLists = [
  'crashes',
  'partitions',
  'failOvers',
  'memoryFull',
  'stalls',
  'pauses',
  'disconnects',
  'clockSkews',
] as const

it('draws the same system from the same seed, and another from another', () => {
  expect(drawScenario(7)).toEqual(drawScenario(7))
  expect(drawScenario(7)).not.toEqual(drawScenario(8))
})

it('meets every protocol, systems with and without faults, and each kind of fault', () => {
  const drawn = Array.from({ length: 200 }, (_, seed) => drawScenario(seed))
  expect(new Set(drawn.map(({ invalidation }) => invalidation.policy)).size).toBe(protocols.length)
  expect(new Set(drawn.map(({ faults }) => hasFaults(faults))).size).toBe(2)
  for (const list of faultLists)
    expect(
      drawn.some(({ faults }) => faults[list].length > 0),
      list,
    ).toBe(true)
  for (const { faults, nodes } of drawn)
    for (const { node } of [...faults.crashes, ...faults.partitions, ...faults.pauses, ...faults.clockSkews])
      expect(node).toBeLessThan(nodes.count)
})
