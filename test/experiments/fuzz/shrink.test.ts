import { expect, it } from 'vitest'
import { drawScenario } from '#experiments/fuzz/draw.ts'
import { shrink } from '#experiments/fuzz/shrink.ts'

const finding = { claim: 'x', reason: '', counterExample: [] }

it('takes away all that the failure does not need, and keeps what it needs', () => {
  const drawn = drawScenario(3)
  const window = { atMs: 1, forMs: 1 }
  const scenario = {
    ...drawn,
    faults: {
      ...drawn.faults,
      stalls: [window, window],
      crashes: [
        { node: 0, ...window },
        { node: 1, ...window },
      ],
    },
  }
  const { scenario: least } = shrink(scenario, finding, ({ faults }) =>
    faults.crashes.length > 0 ? finding : undefined,
  )
  expect(least.faults.crashes).toHaveLength(1)
  expect(least.faults.stalls).toEqual([])
  expect(least.workload.users).toBe(1)
  expect(least.nodes.count).toBe(2)
  expect(least.durationMs).toBeLessThan(20)
})

it('does not follow another failure', () => {
  const scenario = drawScenario(3)
  expect(shrink(scenario, finding, () => ({ ...finding, claim: 'y' })).scenario).toBe(scenario)
})
