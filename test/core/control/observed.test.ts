import { describe, expect, it } from 'vitest'
import { featuresOf, observationOf, observedNames, observedStandard } from '#core/control/observed.ts'
import { createPeriod } from '#core/control/period.ts'

describe('what is observed', () => {
  const period = createPeriod(100)
  period.finished(50, 12)
  period.sampled(4, 0)
  period.sampled(6, 1)
  const summary = period.close()

  it("is the preprint's queue length, variance and I/O wait unless said", () => {
    expect(featuresOf(observedStandard).map(({ name }) => name)).toEqual([
      'queueLength',
      'cpuVariance',
      'ioWaitMs',
    ])
    expect(Array.from(observationOf(observedStandard, summary, 1000))).toEqual([5, 0.25, 12])
  })

  it('comes in the order of the list, every feature with a range', () => {
    const all = observedNames.map((feature) => ({ feature, low: 0, high: undefined }))
    for (const { low, high } of featuresOf(all)) expect(low).toBeLessThan(high)
    expect(Array.from(observationOf([...all].reverse(), summary, 500))).toEqual([2, 0.5, 12, 0.25, 5])
  })

  it('has the range that is given', () =>
    expect(featuresOf([{ feature: 'queueLength', low: 1, high: 9 }])).toEqual([
      { name: 'queueLength', low: 1, high: 9 },
    ]))
})
