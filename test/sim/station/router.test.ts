import { describe, expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { asNetwork } from '#core/scenario/as-network.ts'
import { routerOf } from '#sim/station/router.ts'
import { poisson, queueing } from './run-queueing.ts'

const service = { mean: '1 ms' }
const router = (more: object) =>
  routerOf(
    asNetwork(
      queueing({
        arrivals: poisson(1),
        stations: [
          { name: 'a', service },
          { name: 'b', service },
        ],
        ...more,
      }),
    ),
    {
      countAt: () => 0,
      random: stream(1, 'router'),
    },
  )

describe('routes', () => {
  it('lead through the stations in their order', () => {
    const { start, after: next } = router({})
    expect([start(), next(0), next(1)]).toEqual([0, 1, -1])
  })

  it('are taken with their chances', () => {
    const { start, after: next } = router({
      entry: 'b',
      routing: [
        { from: 'b', to: 'a', probability: 0.5 },
        { from: 'b', to: 'b', probability: 0.2 },
      ],
    })
    expect([start(), next(0)]).toEqual([1, -1])
    const counts = new Map<number, number>()
    for (let i = 0; i < 20_000; i++) {
      const found = next(1)
      counts.set(found, (counts.get(found) ?? 0) + 1 / 20_000)
    }
    expect(counts.get(0)).toBeCloseTo(0.5, 1.7)
    expect(counts.get(1)).toBeCloseTo(0.2, 1.7)
    expect(counts.get(-1)).toBeCloseTo(0.3, 1.7)
  })

  it('end after the station of a dispatch', () => {
    const { start, after: next } = router({ dispatch: { rule: 'round-robin' } })
    expect([start(), start(), start(), next(0)]).toEqual([0, 1, 0, -1])
  })
})
