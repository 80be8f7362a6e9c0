import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Calendar } from '#sim/calendar.ts'
import { eventKinds } from '#sim/event.ts'
import { ownProcessors, type Speed, sharedProcessors, speedsOf } from '#sim/processors.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

interface Demand {
  readonly atMs: number
  readonly workMs: number
}

/** When each demand has had its processor time. */
function endsOf(demands: readonly Demand[], count: number, speeds?: () => Speed): number[] {
  const calendar = new Calendar()
  const processors = sharedProcessors(calendar, count, speeds)
  const ends: number[] = []
  for (const [index, { atMs }] of demands.entries()) calendar.schedule(atMs, eventKinds.wake, index)
  while (calendar.next(Number.POSITIVE_INFINITY)) {
    if (calendar.kind === eventKinds.wake) {
      const index = calendar.subject as number
      processors.run(demands[index]!.workMs, eventKinds.workDone, index)
    } else {
      const work = processors.turn()
      if (work !== undefined) ends[work.subject as number] = calendar.now
    }
  }
  return ends
}

/** The same in steps of a hundredth: slow and obvious. */
function endsInSteps(demands: readonly Demand[], count: number): number[] {
  const left = demands.map(({ workMs }) => workMs)
  const ends = demands.map(() => 0)
  const stepMs = 0.001
  for (let now = 0; left.some((one) => one > 1e-9); now += stepMs) {
    const running = demands.flatMap(({ atMs }, index) =>
      atMs <= now + 1e-9 && left[index]! > 1e-9 ? [index] : [],
    )
    for (const index of running) {
      left[index]! -= stepMs * Math.min(1, count / running.length)
      ends[index] = now + stepMs
    }
  }
  return ends
}

describe('shared processors', () => {
  it('give everybody one until there are more processes than processors', () => {
    const demands = [2, 2, 2].map((workMs) => ({ atMs: 0, workMs }))
    expect(endsOf(demands.slice(0, 2), 2)).toEqual([2, 2])
    for (const end of endsOf(demands, 2)) expect(end).toBeCloseTo(3, 9)
  })

  it('agree with a simulation in small steps', () => {
    const demand = fc.record({ atMs: fc.integer({ min: 0, max: 5 }), workMs: fc.integer({ min: 1, max: 4 }) })
    fc.assert(
      fc.property(
        fc.array(demand, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        (all, count) => {
          const slow = endsInSteps(all, count)
          for (const [index, end] of endsOf(all, count).entries())
            expect(Math.abs(end - slow[index]!)).toBeLessThan(0.05)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('count the time they give', () => {
    const calendar = new Calendar()
    const processors = sharedProcessors(calendar, 1)
    processors.run(1, eventKinds.workDone, 0)
    processors.run(2, eventKinds.workDone, 1)
    while (calendar.next(Number.POSITIVE_INFINITY)) processors.turn()
    expect(processors.givenMs).toBeCloseTo(3, 9)
    expect(calendar.now).toBeCloseTo(3, 9)
  })
})

describe('the speed of shared processors', () => {
  /** Twice as fast and half as fast, 2 ms each. */
  const inTurns = () => {
    let isFast = false
    return () => {
      isFast = !isFast
      return { factor: isFast ? 2 : 0.5, lastsMs: 2 }
    }
  }

  it('makes all that runs faster and slower together', () => {
    // 4 ms of work are done at 2 ms; the fifth takes 2 ms more.
    expect(endsOf([{ atMs: 0, workMs: 4 }], 1, inTurns())).toEqual([2])
    expect(endsOf([{ atMs: 0, workMs: 5 }], 1, inTurns())).toEqual([4])
    expect(
      endsOf(
        [5, 3].map((workMs) => ({ atMs: 0, workMs })),
        2,
        inTurns(),
      ),
    ).toEqual([4, 1.5])
  })

  it('is asked for again when work comes after a time without any', () =>
    expect(
      endsOf(
        [
          { atMs: 0, workMs: 1 },
          { atMs: 9, workMs: 1 },
        ],
        1,
        inTurns(),
      ),
    ).toEqual([0.5, 11]))

  it('is 1 on average, varies as the scenario says, and has its own draws', () => {
    const nodes = { ...smallScenario().nodes, speedCv: 0.5, speedLastsMs: 10 }
    const speeds = speedsOf({ ...smallScenario(), nodes }, 0)!
    const drawn = Array.from({ length: 20_000 }, speeds)
    const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
    expect(mean(drawn.map(({ factor }) => factor))).toBeCloseTo(1, 1)
    expect(mean(drawn.map(({ factor }) => (factor - 1) ** 2))).toBeCloseTo(0.25, 1)
    expect(Math.abs(mean(drawn.map(({ lastsMs }) => lastsMs)) / 10 - 1)).toBeLessThan(0.05)
    expect(speedsOf(smallScenario(), 0)).toBeUndefined()
  })
})

it('processors of their own take exactly the demand', () => {
  const calendar = new Calendar()
  const processors = ownProcessors(calendar)
  for (const workMs of [2, 2, 2]) processors.run(workMs, eventKinds.workDone, 0)
  while (calendar.next(Number.POSITIVE_INFINITY)) expect(calendar.now).toBe(2)
  expect(() => processors.turn()).toThrow(RangeError)
})
