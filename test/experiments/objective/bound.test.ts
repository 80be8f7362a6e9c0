import { expect, it } from 'vitest'
import { boundOf } from '#experiments/objective/bound.ts'
import { isMet, parseObjective, readObjective } from '#experiments/objective.ts'

it.each([
  ['p95 < 500 ms', { metric: 'responseMs.p95', isBelow: true, isInclusive: false, limit: 500 }],
  ['p95 < 0.07 s', { metric: 'responseMs.p95', isBelow: true, isInclusive: false, limit: 70 }],
  ['errors <= 1 %', { metric: 'errorRatio', isBelow: true, isInclusive: true, limit: 0.01 }],
  ['errors < 0.01', { metric: 'errorRatio', isBelow: true, isInclusive: false, limit: 0.01 }],
  ['100 / s < throughput', { metric: 'throughputPerSecond', isBelow: false, isInclusive: false, limit: 100 }],
  ['power < 2 * 0.1 kW', { metric: 'powerWatts.mean', isBelow: true, isInclusive: false, limit: 200 }],
])('%s is one limit of one metric', (text, bound) => {
  expect(boundOf(readObjective(text))).toEqual({ text, ...bound })
  expect(parseObjective(text)).toEqual({ text, ...bound })
})

it.each(['p95 < 3 * mean', 'p95 < 1 s and mean < 1 s', 'not (p95 > 1 s)', '2 * p95 < 1 s'])(
  '%s is more',
  (text) => {
    expect(boundOf(readObjective(text))).toBeUndefined()
    expect(() => parseObjective(text)).toThrow(/is more than METRIC < LIMIT/)
  },
)

it('a limit itself is met when it is included', () => {
  expect(isMet(parseObjective('errors <= 0'), 0)).toBe(true)
  expect(isMet(parseObjective('errors < 0'), 0)).toBe(false)
  expect(isMet(parseObjective('throughput >= 5 / s'), 5)).toBe(true)
  expect(isMet(parseObjective('throughput > 5 / s'), 5)).toBe(false)
  expect(isMet(parseObjective('p95 < 5 ms'), Number.NaN)).toBe(false)
})
