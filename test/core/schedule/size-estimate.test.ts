import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sizeEstimate } from '#core/schedule/size-estimate.ts'
import { itemOf } from './item.ts'

const fresh = () => sizeEstimate({ priorService: 3, smoothing: 0.2 })

it('starts with the prior and takes the first sample as it is', () => {
  const estimate = fresh()
  expect(estimate.of(itemOf('render'))).toBe(3)
  estimate.finished(itemOf('render'), 8)
  expect(estimate.of(itemOf('render'))).toBe(8)
  expect(estimate.meanOf(0)).toBe(3)
})

it('believes a known demand', () => {
  expect(fresh().of(itemOf('render', { demandMs: 5 }))).toBe(5)
  expect(fresh().left(itemOf('render', { demandMs: 5, servedMs: 2 }))).toBe(3)
})

it('finds time by bytes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (fixedMs, perKilobyteMs) => {
      const estimate = fresh()
      const timeOf = (sizeBytes: number) => fixedMs + (perKilobyteMs * sizeBytes) / 1000
      for (let i = 0; i < 40; i++) {
        const sizeBytes = (i * 7919) % 5000
        estimate.finished(itemOf('render', { sizeBytes }), timeOf(sizeBytes))
      }
      for (const sizeBytes of [100, 9000])
        expect(estimate.of(itemOf('render', { sizeBytes }))).toBeCloseTo(timeOf(sizeBytes), 6)
    }),
    { numRuns: 50, seed: 1 },
  )
})

it('is never below what can be told apart, and counts what outlived it as half done', () => {
  const estimate = fresh()
  estimate.finished(itemOf('render'), 0)
  expect(estimate.of(itemOf('render'))).toBeGreaterThan(0)
  expect(estimate.left(itemOf('render', { servedMs: 9 }))).toBe(9)
})
