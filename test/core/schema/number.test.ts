import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytes, bytesPerSecond, count, ms, number, perSecond, ratio, watts } from '#core/schema/number.ts'
import { check, type Schema } from '#core/schema.ts'

const wrong = (schema: Schema<number>, raw: unknown, form: 'base' | 'written') =>
  check(schema, raw, 'x', form).problems.map(({ message }) => message)

describe('schema/number', () => {
  it('each kind of number says its range', () => {
    const allowed = (schema: { allowed: string }) => schema.allowed
    expect(allowed(ms())).toBe('at least 0 ms')
    expect(allowed(perSecond({ max: 5 }))).toBe('0 to 5 per second')
    expect(allowed(bytesPerSecond({ min: 1 }))).toBe('at least 1 bytes per second')
    expect(allowed(watts())).toBe('at least 0 watts')
    expect(allowed(ratio())).toBe('0 to 1')
    expect(allowed(count({ min: 1, max: 64 }))).toBe('whole number 1 to 64')
    expect(allowed(number())).toBe('any number')
    expect(allowed(number({ max: 3 }))).toBe('at most 3')
  })

  it('reads the unit in the written form and plain numbers in the base form', () => {
    expect(check(bytes(), '2 KiB', 'x', 'written').value).toBe(2048)
    expect(check(ratio(), '25 %', 'x', 'written').value).toBe(0.25)
    expect(check(bytes(), 2048, 'x').value).toBe(2048)
    expect(wrong(bytes(), '2 KiB', 'base')).toEqual(['expected a plain number'])
  })

  it('tells what is out of range, and a part where a whole number belongs', () => {
    expect(wrong(ratio(), 1.5, 'base')).toEqual(['1.5 is out of range'])
    expect(wrong(count(), 1.5, 'base')).toEqual(['expected a whole number without unit'])
    expect(wrong(number(), NaN, 'base')).toEqual(['expected a plain number'])
  })

  it('lets no value out of range pass, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('base' as const, 'written' as const), (raw, form) => {
        const { value, problems } = check(ms({ max: 5 }), raw, 'x', form)
        expect(problems.length === 1 || (value >= 0 && value <= 5)).toBe(true)
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})
