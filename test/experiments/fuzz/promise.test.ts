import { expect, it } from 'vitest'
import type { WebScenario } from '#core/scenario.ts'
import { drawScenario } from '#experiments/fuzz/draw.ts'
import { promised } from '#experiments/fuzz/promise.ts'

const whole = (policy: string): WebScenario => {
  const drawn = drawScenario(1, policy)
  const messages = { lostRatio: 0, duplicatedRatio: 0, lateRatio: 0, lateMsMax: 0 }
  const faults = { messages, crashes: [], partitions: [], failOvers: [], memoryFull: [], stalls: [] }
  return { ...drawn, faults, redis: { ...drawn.redis, capacityBytes: 8e9 } }
}
const names = (scenario: WebScenario) => promised(scenario).map(({ name }) => name)

it('promises sessions and a bound by the time to live whatever goes wrong', () => {
  const scenario = whole('write-through')
  const failOvers = [{ atMs: 10, forMs: 1, losesMs: 5 }]
  expect(names({ ...scenario, faults: { ...scenario.faults, failOvers } })).toEqual([
    'read your writes',
    'monotonic reads',
    'staleness within the time to live',
  ])
})

it('promises strong pages to be linearizable even if messages are lost, and a message delay only if none is', () => {
  const scenario = whole('write-through')
  expect(names(scenario)).toContain('strong pages are linearizable')
  expect(names(scenario)).toContain('staleness within a message delay')
  const messages = { ...scenario.faults.messages, lostRatio: 0.1 }
  const lossy = names({ ...scenario, faults: { ...scenario.faults, messages } })
  expect(lossy).toContain('strong pages are linearizable')
  expect(lossy).not.toContain('staleness within a message delay')
})
