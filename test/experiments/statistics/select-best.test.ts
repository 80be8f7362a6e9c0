import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { selectBest } from '#experiments/statistics/select-best.ts'
import { standardNormal } from './standard-normal.ts'

/** Normal outputs with the given means; half of the variance is common to all systems in a replication. */
function normals(means: readonly number[], trial: number): (system: number, replication: number) => number {
  const shared = stream(trial, 'shared')
  const own = means.map((_, system) => stream(trial, `own/${system}`))
  const common: number[] = []
  return (system, replication) => {
    while (common.length <= replication) common.push(standardNormal(shared))
    return means[system]! + (common[replication]! + standardNormal(own[system]!)) / Math.SQRT2
  }
}

const plan = {
  systems: 2,
  firstStage: 3,
  delta: 2,
  alpha: 0.05,
  maximise: true,
  maxReplications: 100_000,
  block: 1,
}

/**
 * Worked by hand: n0 = 3, so h^2 = 2 ((0.1)^-1 - 1) = 18. Differences of the first stage 1, 3, 2 have variance 1, so the horizon is
 * 18 / delta^2 = 4.5. System 1 falls when the sum of differences exceeds delta / 2 (4.5 - r) = 4.5 - r: 6 > 1.5 at once.
 */
it('a clear leader is found in the first stage', () => {
  const difference = [1, 3, 2]
  expect(selectBest(plan, (system, r) => (system === 0 ? difference[r]! : 0))).toEqual({
    best: 0,
    replicationsPerSystem: [3, 3],
    eliminatedAt: [undefined, 3],
    isDecided: true,
  })
})

it('a narrow race goes on until the lead exceeds the slack', () => {
  // The first stage has variance 4/3, so the horizon is 24 / delta^2 = 4.17 and the slack 1.2 (4.17 - r): 1.4, then 0.2.
  // The lead is 0.5, then 0.4.
  const difference = [-0.5, 1.5, -0.5, -0.1]
  const sample = (system: number, r: number) => (system === 0 ? difference[r]! : 0)
  expect(selectBest({ ...plan, delta: 2.4 }, sample)).toMatchObject({ best: 0, eliminatedAt: [undefined, 4] })
})

it('the smallest mean is best when minimising', () => {
  const sample = normals([5, 4, 6], 1)
  expect(selectBest({ ...plan, systems: 3, firstStage: 20, delta: 0.5, maximise: false }, sample).best).toBe(
    1,
  )
})

it('equal systems without variance end, and the first is taken', () => {
  expect(selectBest(plan, () => 1)).toMatchObject({ best: 0, isDecided: true })
})

it('the cap stops it undecided, with the best so far', () => {
  const found = selectBest(
    { ...plan, firstStage: 10, delta: 1e-4, maxReplications: 50 },
    normals([0, 0.01], 2),
  )
  expect(found).toMatchObject({ isDecided: false, replicationsPerSystem: [50, 50] })
})

it('there is always a survivor, it is the best, and who falls gets no more replications', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 6 }),
      fc.nat(1000),
      fc.boolean(),
      (means, trial, maximise) => {
        const counts = means.map(() => 0)
        const draw = normals(means, trial)
        const sample = (system: number, replication: number) => {
          expect(replication).toBe(counts[system])
          counts[system]!++
          return draw(system, replication)
        }
        const found = selectBest(
          { ...plan, systems: means.length, firstStage: 5, delta: 1, maximise, maxReplications: 60 },
          sample,
        )
        expect(found.eliminatedAt[found.best]).toBeUndefined()
        expect(found.replicationsPerSystem).toEqual(counts)
        found.eliminatedAt.forEach((at, system) => {
          if (at !== undefined) expect(counts[system]).toBe(at)
        })
      },
    ),
    { seed: 1, numRuns: 60 },
  )
})

it.each([2, 5])(
  'of %d normal systems with the best ahead by delta it picks the best in at least 95 of 100 trials',
  (systems) => {
    const trials = 2000
    let correct = 0
    for (let trial = 0; trial < trials; trial++) {
      const means = Array.from({ length: systems }, (_, system) => (system === 1 ? 0.4 : 0))
      const found = selectBest({ ...plan, systems, firstStage: 10, delta: 0.4 }, normals(means, trial))
      expect(found.isDecided).toBe(true)
      if (found.best === 1) correct++
    }
    expect(correct / trials).toBeGreaterThanOrEqual(0.95)
  },
)

it('decides the same whatever the block in which outputs are made', () => {
  const found = [1, 7, 100].map((block) =>
    selectBest({ ...plan, systems: 4, firstStage: 10, delta: 0.3, block }, normals([0, 0.2, 0.4, 0.1], 3)),
  )
  expect(found[1]).toEqual(found[0])
  expect(found[2]).toEqual(found[0])
})

it('parameters outside their range are refused', () => {
  const sample = () => 0
  expect(() => selectBest({ ...plan, systems: 1 }, sample)).toThrow('two systems')
  expect(() => selectBest({ ...plan, firstStage: 1 }, sample)).toThrow('first stage')
  expect(() => selectBest({ ...plan, delta: 0 }, sample)).toThrow('delta')
  expect(() => selectBest({ ...plan, block: 0 }, sample)).toThrow('block')
  expect(() => selectBest({ ...plan, alpha: 0.5 }, sample)).toThrow('alpha')
  expect(() => selectBest({ ...plan, maxReplications: 2 }, sample)).toThrow('cap')
})
