import { expect, it } from 'vitest'
import { rateCurve } from '#core/scenario/rate-curve-schema.ts'
import { check } from '#core/schema.ts'
import { requestSource } from '#core/workload/request-source.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const read = (raw: unknown) => check(rateCurve, raw, 'rateCurve', 'written')

it('a curve may be left out', () => expect(read(undefined)).toEqual({ value: undefined, problems: [] }))

it('a curve has steps of a minute unless said', () =>
  expect(read({ ratesPerSecond: [1, 2] }).value).toEqual({ stepMs: 60_000, ratesPerSecond: [1, 2] }))

it('a curve without anybody is refused', () =>
  expect(read({ ratesPerSecond: [0, 0] }).problems.map(({ message }) => message)).toEqual([
    'nobody ever arrives',
  ]))

it('an open workload follows its curve in place of its rate', () => {
  const { workload } = smallScenario({
    workload: {
      arrivals: 'open',
      rate: '1 / s',
      rateCurve: { step: '10 s', ratesPerSecond: [0, 100] },
    },
  })
  const source = requestSource(workload, 1, 0)
  let at = 0
  let count = 0
  for (at += source.interarrivalMs(); at < 20_000; at += source.interarrivalMs()) {
    expect(at).toBeGreaterThan(10_000)
    count++
  }
  expect(Math.abs(count - 1000)).toBeLessThan(130)
})
