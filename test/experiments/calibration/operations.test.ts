import { expect, it } from 'vitest'
import { timeSum } from '#core/collections/time-sum.ts'
import { operationCosts } from '#experiments/calibration/operations.ts'
import { smallPhase } from './small-calibration.ts'

const around = { perTripMs: 0.25, httpMs: 0.3, forwardMs: 0.1, hitMs: 1 }

it('all that operations take together is what an answer of a node takes beyond the rest', () => {
  const phase = smallPhase(1)
  const costs = operationCosts(phase, around)
  const body = costs.replyBody + costs.remote + costs.remoteDelayMs
  const row = costs.replyRow + costs.query + costs.databaseDelayMs
  // 5 ms without stages 1, HTTP 0.3, forwarding 0.1 and the gateway's 1, less the two stamps.
  expect(2 * body + 2 * row).toBeCloseTo(5 - 2.4 - 2 * (0.2 + 0.2 / 6), 3)
})

it('nobody is charged more than an operation takes', () => {
  const phase = smallPhase(1)
  const busy = { ...phase, cpuMs: { ...phase.cpuMs, store: 1e6, database: 1e6 } }
  const costs = operationCosts(busy, { ...around, perTripMs: 9 })
  expect(costs.remoteDelayMs).toBeGreaterThan(0)
  expect(costs.replyBody + costs.remote).toBeLessThan(0.45)
  expect(costs.databaseDelayMs).toBeGreaterThan(0)
})

it('what never happened costs nothing', () => {
  const none = { ...smallPhase(1), stamp: timeSum(), remote: timeSum(), database: timeSum() }
  for (const ms of Object.values(operationCosts(none, around))) expect(ms).toBe(0)
})
