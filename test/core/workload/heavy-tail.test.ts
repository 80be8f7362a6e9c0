import { expect, it } from 'vitest'
import { asNetwork } from '#core/scenario/as-network.ts'
import type { QueueingScenario } from '#core/scenario.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { heavyTailNotes } from '#core/workload/heavy-tail.ts'

const notes = (alpha: number, more: object = {}) =>
  heavyTailNotes(
    asNetwork(
      parseScenario({
        model: 'station',
        name: 's',
        interarrival: { mean: '2 ms' },
        service: { shape: 'pareto', alpha, mean: '1 ms' },
        ...more,
      }).scenario as QueueingScenario,
    ),
  )

it('says which averages have no limit', () => {
  expect(notes(1.5)).toEqual([expect.stringContaining('the mean wait is infinite')])
  expect(notes(2)).toEqual([expect.stringContaining('the mean wait is infinite')])
  expect(notes(2.5)).toEqual([expect.stringContaining('the variance of the wait is infinite')])
  expect(notes(3.5)).toEqual([])
})

it('knows that sharing needs only the mean, and that room bounds every wait', () => {
  expect(notes(1.5, { discipline: 'processor-sharing' })).toEqual([
    expect.stringContaining('converge slowly'),
  ])
  expect(notes(2.5, { discipline: 'srpt' })).toEqual([])
  expect(notes(1.5, { room: 10 })).toEqual([])
})
