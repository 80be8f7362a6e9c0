import { describe, expect, it } from 'vitest'
import { publishedDetectors, publishedSeries, reproducedScores } from '#experiments/detection/published.ts'
import { readOracle } from '../../oracle/read-oracle.ts'

const rows = readOracle('detect')
const reproduced = reproducedScores()
const of = (detector: string, profile: string) =>
  reproduced.find((one) => one.detector === detector && one.profile === profile)!

describe('published alarms', () => {
  it('are of 34 series with 63 windows', () => {
    expect(publishedSeries).toHaveLength(34)
    expect(publishedSeries.reduce((sum, one) => sum + one.windows.length, 0)).toBe(63)
  })

  it('score on each series what is published, in every profile', () => {
    for (const { largestError } of reproduced) expect(largestError).toBeLessThan(1e-10)
    expect(reproduced.map(({ seriesCompared }) => seriesCompared)).toEqual([34, 4, 4, 34, 7, 2])
  })

  it.each(publishedDetectors)('of %s have the sum of the published scores of the series', (detector) => {
    const found = of(detector, 'standard')
    expect(found.published).toBeCloseTo(found.ours, 8)
    expect(of(detector, 'lowFalsePositives').published).toBeUndefined()
  })

  it.each(publishedDetectors)(
    'of %s on the whole corpus have a raw sum that normalises as published',
    (detector) => {
      const row = rows.find(
        ({ name, parameters }) => name === 'det.nab.full' && parameters!.startsWith(detector),
      )!
      expect(of(detector, 'standard').publishedOfAll).toBeCloseTo(Number(row.expected), 4)
    },
  )

  it('of the other profiles normalise to the published scores of the whole corpus', () => {
    // results/final_results.json of the benchmark.
    expect(of('twitterADVec', 'lowFalsePositives').publishedOfAll).toBeCloseTo(33.6100516412, 8)
    expect(of('twitterADVec', 'lowFalseNegatives').publishedOfAll).toBeCloseTo(53.501074951, 8)
  })
})
