import { describe, expect, it } from 'vitest'
import type { Control } from '#core/control/control.ts'
import type { Detect } from '#core/control/detect.ts'
import { type HybridReading, safeHybrid, safeHybridParameters } from '#core/control/safe-hybrid.ts'
import { checkFields } from '#core/schema/record.ts'

const features = [{ name: 'queue', low: 0, high: 10 }]
const calm: HybridReading = { observation: [5], reward: 0, watched: 0, sloMissRatio: 0.01 }

/** Rules that always say 0, a learner that always proposes `proposal`, a detector that alarms at values of 1 and more. */
function create({
  proposal = 1,
  parameters = {},
}: {
  proposal?: number
  parameters?: Record<string, unknown>
} = {}) {
  const told = { surprise: 0, interruptions: 0, decisions: 0 }
  const control = (action: number): Control => ({
    decide: () => {
      if (action === proposal) told.decisions++
      return action
    },
    interrupt: () => {
      told.interruptions++
    },
    save: () => ({ policy: 'x', features: [], actions: { kind: 'choice', names: [] }, parts: [] }),
    load() {},
    get surprise() {
      return told.surprise
    },
  })
  const detector: Detect = { observe: (value) => value, reset() {} }
  const hybrid = safeHybrid(
    { rules: control(0), learner: control(proposal), detector, features, isAllowed: (action) => action < 5 },
    checkFields(safeHybridParameters, parameters).value,
  )
  let second = 0
  const run = (seconds: number, reading: Partial<HybridReading> = {}) =>
    Array.from({ length: seconds }, () => hybrid.decide({ ...calm, ...reading }, 1000 * second++))
  return { hybrid, told, run, now: () => 1000 * (second - 1) }
}

describe('the safe hybrid', () => {
  it('begins with the rules and lets the learner in after the hysteresis', () => {
    const { run, hybrid } = create()
    expect(run(62)).toEqual([...Array(60).fill(0), 1, 1])
    expect(hybrid.switches.map(({ to, reason, atMs }) => [to, reason, atMs])).toEqual([
      ['rules', 'start', 0],
      ['learner', '', 60_000],
    ])
  })

  it.each([
    ['detector', { watched: 1 }],
    ['features', { observation: [11.5] }],
    ['features', { observation: [Number.NaN] }],
  ] as const)(
    'falls back at once because of %s, for at least the hysteresis after it ended',
    (reason, reading) => {
      const { run, hybrid } = create()
      run(70)
      expect(run(10, reading)).toEqual(Array(10).fill(0))
      expect(hybrid.switches.at(-1)).toMatchObject({ to: 'rules', reason })
      expect(run(61)).toEqual([...Array(59).fill(0), 1, 1])
    },
  )

  it('a feature a little outside its range is no reason', () => {
    const { run } = create()
    run(70)
    expect(run(5, { observation: [10.9] })).toEqual(Array(5).fill(1))
  })

  it('falls back when the learner misses more than a tenth more than the rules did, over the window', () => {
    const { run, hybrid } = create()
    run(70, { sloMissRatio: 0.1 })
    expect(run(300, { sloMissRatio: 0.109 })).not.toContain(0)
    const worse = run(120, { sloMissRatio: 0.13 })
    expect(worse.indexOf(0)).toBeGreaterThan(0)
    expect(worse.indexOf(0)).toBeLessThan(30)
    expect(hybrid.switches.at(-1)!.reason).not.toBe('detector')
    expect(hybrid.switches.some(({ reason }) => reason === 'slo-misses')).toBe(true)
  })

  it('falls back when surprise grows many times over', () => {
    const { run, hybrid, told } = create({ parameters: { surpriseFactor: 5 } })
    told.surprise = 1
    run(200)
    told.surprise = -30
    expect(run(3)).toContain(0)
    expect(hybrid.switches.at(-1)!.reason).toBe('surprise')
  })

  it('a proposal that breaks a bound is refused for its period, without a fall-back', () => {
    const { run, hybrid, told } = create({ proposal: 7 })
    expect(run(70)).toEqual(Array(70).fill(0))
    expect(hybrid.refusedCount).toBe(10)
    expect(hybrid.switches.at(-1)!.to).toBe('learner')
    expect(told.interruptions).toBeGreaterThanOrEqual(10)
  })

  it('tells the share of time with the rules', () => {
    const { run, hybrid, now } = create()
    run(241)
    expect(hybrid.fallbackRatio(now())).toBeCloseTo(60 / 240, 9)
  })

  it('keeps the latest switches only', () => {
    const { run, hybrid } = create({ parameters: { hysteresis: 1000, switchesKept: 3 } })
    for (let round = 0; round < 5; round++) {
      run(3)
      run(1, { watched: 2 })
    }
    expect(hybrid.switches).toHaveLength(3)
  })
})
