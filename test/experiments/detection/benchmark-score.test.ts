import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  normalisedScore,
  type Profile,
  probationRows,
  profiles,
  seriesScore,
  sigmoid,
} from '#experiments/detection/benchmark-score.ts'
import { type PublishedSeries, publishedSeries } from '#experiments/detection/published.ts'
import { readOracle } from '../../oracle/read-oracle.ts'

const corpus = publishedSeries
const windows = corpus.reduce((sum, one) => sum + one.windows.length, 0)
const rows = readOracle('detect')
const numbers = (text: string) => text.split(/[|/;]/).map(Number)

const total = (alarms: (one: PublishedSeries) => readonly number[], profile: Profile = profiles.standard) =>
  corpus.reduce((sum, one) => sum + seriesScore(one, alarms(one), profile), 0)

describe('the score of the anomaly benchmark', () => {
  it.each(rows.filter(({ name }) => name === 'det.nab.sigmoid'))(
    '$name: $expected',
    ({ parameters, expected }) => {
      const places = numbers(parameters!.replace('position', ''))
      const wanted = numbers(expected!)
      for (const [index, place] of places.entries()) expect(sigmoid(place)).toBeCloseTo(wanted[index]!, 5)
    },
  )

  it.each(['relativeEntropy', 'twitterADVec'] as const)('of %s on 34 series is the published one', (name) => {
    const row = rows.find((one) => one.name === 'det.nab.dev34' && one.parameters!.startsWith(name))!
    const found = normalisedScore(
      total((one) => one[name]),
      windows,
      profiles.standard,
    )
    expect(Math.abs(found - Number(row.expected))).toBeLessThan(1e-4)
  })

  it('never an alarm scores 0, and -1 (or -2 where misses count double) a window', () => {
    const row = rows.find(({ name }) => name === 'det.nab.null')!
    const [, , standard, lowFn] = numbers(row.expected!)
    expect(total(() => [])).toBe(standard)
    expect(total(() => [], profiles.lowFalseNegatives)).toBe(lowFn)
    expect(normalisedScore(standard!, windows, profiles.standard)).toBe(0)
  })

  it('an alarm at the start of each window scores 100', () => {
    const found = total((one) => one.windows.map(([first]) => first))
    expect(normalisedScore(found, windows, profiles.standard)).toBeCloseTo(100, 9)
  })

  it('the raw sum that the benchmark publishes for its own detector normalises to its published score', () => {
    const row = rows.find(({ parameters }) => parameters!.startsWith('numenta, standard'))!
    expect(normalisedScore(46.6344501971, 116, profiles.standard)).toBeCloseTo(Number(row.expected), 4)
  })

  it('alarms of the first rows do not count, and only the best of a window does', () => {
    const one = { rows: 1000, windows: [[400, 499]] } as const
    expect(probationRows(1000)).toBe(150)
    expect(probationRows(100_000)).toBe(750)
    expect(seriesScore(one, [0, 149], profiles.standard)).toBe(-1)
    expect(seriesScore(one, [150], profiles.standard)).toBeCloseTo(-1 - 0.11, 12)
    expect(seriesScore(one, [400, 420, 499], profiles.standard)).toBe(
      seriesScore(one, [400], profiles.standard),
    )
    expect(seriesScore(one, [499], profiles.standard)).toBeCloseTo(sigmoid(-0.01) / sigmoid(-1), 12)
    expect(seriesScore(one, [509], profiles.standard)).toBeCloseTo(-1 + 0.11 * sigmoid(10 / 99), 12)
    expect(seriesScore(one, [999], profiles.standard)).toBeCloseTo(-1.11, 12)
  })

  it('an alarm earlier in a window never scores less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 499 }), fc.integer({ min: 400, max: 499 }), (a, b) => {
        const score = (row: number) =>
          seriesScore({ rows: 1000, windows: [[400, 499]] }, [row], profiles.standard)
        expect(score(Math.min(a, b))).toBeGreaterThanOrEqual(score(Math.max(a, b)))
      }),
    )
  })
})
