import fc from 'fast-check'
import { expect, it } from 'vitest'
import { desiredReplicas, isWithin } from '#core/scale/replica-calculator.ts'
import { using } from '../../contract/scale.ts'

const target = { targetPercent: 50, tolerance: 0.1, comparison: 'interval' } as const
const share = fc.integer({ min: 0, max: 200 }).map((percent) => percent / 100)
const instance = fc.oneof(
  share.map((one) => using(one)),
  share.map((one) => using(one, { isReady: false })),
  fc.constant(using(undefined)),
)

it('with all ready it is the formula', () => {
  fc.assert(
    fc.property(fc.array(share, { minLength: 1, maxLength: 20 }), (shares) => {
      const used = shares.reduce((sum, one) => sum + Math.round(1000 * one), 0)
      const ratio = Math.trunc((100 * used) / (1000 * shares.length)) / 50
      const wanted = ratio >= 0.9 && ratio <= 1.1 ? shares.length : Math.ceil(ratio * shares.length)
      expect(
        desiredReplicas(
          shares.length,
          shares.map((one) => using(one)),
          target,
        ),
      ).toBe(wanted)
    }),
  )
})

it('instances that are not ready or tell nothing never make it act more than it would without them', () => {
  fc.assert(
    fc.property(fc.array(instance, { minLength: 1, maxLength: 15 }), (instances) => {
      const known = instances.filter((one) => one.isReady && one.cpuMsPerSecond !== undefined)
      const found = desiredReplicas(instances.length, instances, target)
      if (known.length === 0) {
        expect(found).toBeUndefined()
        return
      }
      const used = known.reduce((sum, one) => sum + one.cpuMsPerSecond!, 0)
      const ratio = Math.trunc((100 * used) / (1000 * known.length)) / 50
      if (ratio > 1)
        expect(found).toBeLessThanOrEqual(Math.max(instances.length, Math.ceil(ratio * instances.length)))
      if (known.length < instances.length && ratio > 1) expect(found).toBeGreaterThanOrEqual(instances.length)
      const missing = instances.some((one) => one.isReady && one.cpuMsPerSecond === undefined)
      if (missing && ratio < 1) expect(found).toBeLessThanOrEqual(instances.length)
    }),
  )
})

it('nothing can be said without a single metric', () => {
  expect(desiredReplicas(2, [using(undefined), using(1, { isReady: false })], target)).toBeUndefined()
})

it('the two comparisons differ at exactly a tenth above, not below', () => {
  const both = (ratio: number) =>
    (['interval', 'distance'] as const).map((comparison) => isWithin(ratio, { ...target, comparison }))
  expect(both(66 / 60)).toEqual([true, false])
  expect(both(54 / 60)).toEqual([true, true])
})
