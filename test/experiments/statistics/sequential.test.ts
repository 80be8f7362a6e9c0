import fc from 'fast-check'
import { expect, it } from 'vitest'
import { log } from '#core/math/log.ts'
import { stream } from '#core/random.ts'
import { studentInterval } from '#experiments/statistics/interval.ts'
import { mean } from '#experiments/statistics/moments.ts'
import { nextReplications, type StoppingRule } from '#experiments/statistics/sequential.ts'

/** Average delays of ten days at the bank (Law, 5th edition, table 9.1). */
const bank = [1.53, 1.66, 1.24, 2.34, 2, 1.69, 2.69, 2.86, 1.7, 2.6]
const rule: StoppingRule = { precision: 0.1, confidence: 0.9, min: 10, max: 100 }

it("Law's bank: half-width 0.32 of 2.03, and 27 replications for 10 % at 90 % (section 9.4.1)", () => {
  const { isDone, isMet, more, needed, halfWidthRatio } = nextReplications(bank, rule)
  expect([isDone, isMet]).toEqual([false, false])
  expect(halfWidthRatio).toBeCloseTo(0.32 / 2.03, 2)
  expect(needed).toBe(27)
  // Not 17 at once: the variance of ten is too uncertain to more than double on.
  expect(more).toBe(10)
})

it('precision met: done, and the half-width is below precision / (1 + precision)', () => {
  const { isDone, isMet, more, halfWidthRatio, precisionReached } = nextReplications(bank, {
    ...rule,
    precision: 0.2,
  })
  expect([isDone, isMet, more]).toEqual([true, true, 0])
  expect(halfWidthRatio).toBeLessThan(0.2 / 1.2)
  expect(precisionReached).toBeCloseTo(halfWidthRatio / (1 - halfWidthRatio), 12)
})

it('a half-width between precision / (1 + precision) and precision is not enough', () => {
  const { halfWidthRatio } = nextReplications(bank, rule)
  expect(nextReplications(bank, { ...rule, precision: halfWidthRatio }).isMet).toBe(false)
})

it('the cap stops it and says how far it came and what it would take', () => {
  const found = nextReplications(bank, { ...rule, max: 10 })
  expect(found).toMatchObject({ isDone: true, isMet: false, more: 0, needed: 27 })
  expect(found.precisionReached).toBeCloseTo(0.188, 2)
})

it('before the minimum it asks for the rest of it, however precise', () => {
  expect(nextReplications([], rule)).toMatchObject({ isDone: false, more: 10, halfWidthRatio: Infinity })
  expect(nextReplications([5], rule)).toMatchObject({ isDone: false, more: 9, halfWidthRatio: Infinity })
  expect(nextReplications([5, 5, 5], rule)).toMatchObject({
    isDone: false,
    isMet: false,
    more: 7,
    halfWidthRatio: 0,
  })
})

it('a mean of 0 never reaches a relative precision: it runs to the cap', () => {
  const values = [-1, 1, -1, 1, -1, 1, -1, 1, -1, 1]
  expect(nextReplications(values, rule)).toMatchObject({
    isDone: false,
    more: 10,
    precisionReached: Infinity,
  })
  expect(nextReplications(values, { ...rule, max: 12 }).more).toBe(2)
})

it('it adds at least one and never passes the cap, and needed is the smallest number that meets the precision', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.5, max: 9, noNaN: true }), { minLength: 2, maxLength: 40 }),
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      fc.integer({ min: 2, max: 60 }),
      (values, precision, max) => {
        const found = nextReplications(values, { precision, confidence: 0.95, min: 2, max })
        if (found.isDone) expect(found.more).toBe(0)
        else {
          expect(found.more).toBeGreaterThanOrEqual(1)
          expect(values.length + found.more).toBeLessThanOrEqual(max)
        }
        expect(found.isDone).toBe(found.isMet || values.length >= max)
        expect(found.needed > values.length).toBe(!found.isMet)
      },
    ),
    { seed: 1 },
  )
})

it('a rule outside its range is refused', () => {
  expect(() => nextReplications(bank, { ...rule, precision: 0 })).toThrow('precision in')
  expect(() => nextReplications(bank, { ...rule, confidence: 1 })).toThrow('confidence in')
  expect(() => nextReplications(bank, { ...rule, min: 1 })).toThrow('min')
  expect(() => nextReplications(bank, { ...rule, max: 9 })).toThrow('max')
})

it('at 10 % and 95 % the estimate is within 10 % of the mean in at least 93 of 100 experiments', () => {
  const sizes: number[] = []
  let within = 0
  for (let experiment = 0; experiment < 400; experiment++) {
    const random = stream(1, 'sequential', experiment)
    const erlang = () => -log(random() * random() * random() * random()) / 4
    const values: number[] = []
    for (;;) {
      const { isDone, more } = nextReplications(values, {
        precision: 0.1,
        confidence: 0.95,
        min: 10,
        max: 1000,
      })
      if (isDone) break
      for (let i = 0; i < more; i++) values.push(erlang())
    }
    sizes.push(values.length)
    if (Math.abs(studentInterval(values).mean - 1) <= 0.1) within++
  }
  expect(within / 400).toBeGreaterThanOrEqual(0.93)
  // (1.96 * 0.5 / 0.0909)^2 = 116 would do if the variance were known.
  expect(mean(sizes)).toBeLessThan(135)
})
