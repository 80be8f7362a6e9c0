import { describe, expect, it } from 'vitest'
import { readWebScenario } from '#experiments/scenario-file.ts'
import { adaptive } from '#experiments/trial/contenders.ts'
import { trafficNames } from '#experiments/trial/traffic.ts'
import {
  cellsOf,
  cheapest,
  differencesOf,
  hindsight,
  jobsOf,
  type Runs,
  runsOf,
} from '#experiments/trial/trial.ts'

const seeds = 10
const runs = (cost: (seed: number, traffic: number) => number): Runs =>
  Array.from({ length: seeds }, (_, seed) =>
    trafficNames.map((_, traffic) => ({
      cost: cost(seed, traffic),
      responseMsMean: 10,
      responseMsP95: 20,
      errorRatio: 0,
      fallbackRatio: 0.25,
    })),
  )
const noisy = (level: number) =>
  runs((seed, traffic) => level * (1 + traffic) * (1 + 0.1 * ((seed * 7) % 10)))

describe('the trial', () => {
  it('tunes to the least cost, and sees for each traffic the least in hindsight', () => {
    const rising = runs((_, traffic) => 1 + traffic)
    const falling = runs((_, traffic) => 4 - traffic / 2)
    expect(cheapest([rising, falling, noisy(9)])).toBe(0)
    expect(hindsight([rising, falling])[0]!.map(({ cost }) => cost)).toEqual([1, 2, 3, 2.5, 2])
  })

  it('says what each costs under each traffic, with the worst seed', () => {
    const cells = cellsOf('x', noisy(1))
    expect(cells.map(({ traffic }) => traffic)).toEqual(trafficNames)
    const [first] = cells
    expect(first!.cost.estimate).toBeCloseTo(1.45, 9)
    expect(first!.cost.low).toBeLessThan(first!.cost.estimate)
    expect(first!.costWorst).toBeCloseTo(1.9, 9)
    expect(first!.fallbackRatio).toBe(0.25)
  })

  it('compares seed by seed: what both share drops out', () => {
    const differences = differencesOf({ name: 'a', runs: noisy(1.1) }, { name: 'b', runs: noisy(1) })
    expect(differences.map(({ traffic }) => traffic)).toEqual([...trafficNames, 'all'])
    for (const { relative, verdict } of differences) {
      expect(relative.low).toBeCloseTo(0.1, 9)
      expect(relative.high).toBeCloseTo(0.1, 9)
      expect(verdict).toBe('worse')
    }
  })

  it('claims nothing where the interval holds no difference', () => {
    const wobbling = runs((seed) => 1 + (seed % 2 === 0 ? 0.1 : -0.1))
    const [first] = differencesOf({ name: 'a', runs: wobbling }, { name: 'b', runs: runs(() => 1) })
    expect(first!.verdict).toBe('no difference shown')
    expect(first!.relativeWorst).toBeCloseTo(0.1, 9)
    expect(differencesOf({ name: 'a', runs: runs(() => 1) }, { name: 'b', runs: noisy(2) })[0]!.verdict).toBe(
      'better',
    )
  })

  it('trains a group once, on the training set, without a fall-back, and gives each its runs', () => {
    const group = adaptive(5).filter(({ learns }) => learns === true)
    const read = (changes: readonly string[]) => readWebScenario('experiments/trial/trial.yaml', changes)
    const jobs = jobsOf(group, { set: 'test', seeds: 2, rounds: 3, read })
    expect(jobs.map(({ replication }) => replication)).toEqual([0, 1])
    const [job] = jobs
    expect(job!.training).toHaveLength(trafficNames.length)
    expect(job!.training.every(({ control }) => control.learns && !control.fallback.isEnabled)).toBe(true)
    expect(job!.tests).toHaveLength(group.length * trafficNames.length)
    expect(job!.tests.at(-1)!.control.fallback.isEnabled).toBe(true)
    const numbered = [0, 1].map((seed) =>
      job!.tests.map((_, index) => ({ ...noisy(1)[0]![0]!, cost: 100 * seed + index })),
    )
    const split = runsOf(group, numbered)
    expect(split[1]![1]!.map(({ cost }) => cost)).toEqual([105, 106, 107, 108, 109])
  })
})
