import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, reading, using } from '../../contract/scale.ts'

const create = (parameters: Record<string, unknown> = {}) =>
  createPolicy(scalePolicies, { policy: 'kubernetes-hpa', targetPercent: 50, ...parameters }, contextOf())

it('young instances count as not ready', () => {
  const old = Array.from({ length: 3 }, () => using(0.9))
  const young = Array.from({ length: 2 }, () => using(0.9, { ageMs: 10_000 }))
  expect(create().decide(reading([...old, ...young]), 0).replicas).toBe(9)
  expect(create({ readiness: 30_000 }).decide(reading([...old, ...young]), 0).replicas).toBe(5)
})

it('without any metric it keeps what there is, and does not take it for a recommendation', () => {
  const scale = create()
  expect(scale.decide(reading([using(undefined), using(undefined)]), 0).replicas).toBe(2)
  expect(scale.decide(reading([using(1), using(1)]), 15_000).replicas).toBe(4)
})

it('of several metrics the one that wants the most instances counts', () => {
  const given = { concurrency: 10, rate: 100, downWindow: 0 }
  const decide = (told: object) =>
    create(given).decide(
      reading([using(0.5), using(0.5)], { concurrency: 20, arrivalsPerSecond: 200, ...told }),
      0,
    ).replicas
  expect(decide({})).toBe(2)
  expect(decide({ concurrency: 45 })).toBe(5)
  expect(decide({ concurrency: 25, arrivalsPerSecond: 310 })).toBe(4)
  // Within the tolerance of a tenth nothing changes.
  expect(decide({ arrivalsPerSecond: 219 })).toBe(2)
})

it('with a metric that is not known it may add, and takes nothing away', () => {
  const decide = (share: number, concurrency: number) =>
    create({ concurrency: 10, downWindow: 0 }).decide(
      reading([using(share), using(share), using(share), using(share)], { concurrency }),
      0,
    ).replicas
  expect(decide(0.1, 5)).toBe(1)
  expect(decide(0.1, Number.NaN)).toBe(4)
  expect(decide(1, Number.NaN)).toBe(8)
})

it('goes by other metrics alone when the processor does not count', () => {
  const scale = create({ processor: false, concurrency: 5, downWindow: 0 })
  expect(scale.decide(reading([using(1), using(1)], { concurrency: 3 }), 0).replicas).toBe(1)
})
