import { describe, expect, it } from 'vitest'
import { flag, text } from '#core/schema/choice.ts'
import { bytes, count, ms } from '#core/schema/number.ts'
import { checkFields, nameIn, record } from '#core/schema/record.ts'
import { check, problemText } from '#core/schema.ts'

const cacheSchema = record(
  {
    ttlMsMin: ms({ default: 300 }),
    ttlMsMax: ms({ default: 1200 }),
    capacityBytes: bytes({ min: 1 }),
    inner: record({ slotCount: count({ default: 4 }) }),
  },
  {
    rule: (c) =>
      c.ttlMsMin > c.ttlMsMax
        ? [{ field: 'ttlMsMin', allowed: 'at most ttlMax', message: 'is too long' }]
        : [],
  },
)
const written = (raw: unknown) => check(cacheSchema, raw, 'cache', 'written')

describe('schema/record', () => {
  it('tells a broken condition between fields beside the other problems', () => {
    const { problems } = written({ ttlMin: '2 s', ttlMax: '1 s', capacity: 5 })
    expect(problems.map(({ path, message }) => `${path} ${message}`)).toEqual([
      "cache.capacity 5 has no unit, write it in bytes such as '16 KiB'",
      'cache.ttlMin is too long',
    ])
  })

  it('a field that is wrong by itself breaks no condition', () => {
    expect(
      written({ ttlMin: '2 s', ttlMax: 'soon', capacity: '5 B' }).problems.map(({ path }) => path),
    ).toEqual(['cache.ttlMax'])
  })

  it('a required record is missed as a whole', () => {
    const schema = record({ inner: record({ a: count({ default: 1 }) }, { presence: 'required' }) })
    expect(check(schema, {}).problems).toEqual([
      { path: 'inner', value: undefined, unit: '', allowed: 'a mapping', message: 'is missing' },
    ])
  })

  it('checks the fields of a policy, which have no record of their own', () => {
    const { value, problems } = checkFields({ halfLife: ms({ default: 10 }) }, { halfLive: 2 }, 'balance')
    expect(value.halfLife).toBe(10)
    expect(problemText(problems[0]!)).toBe(
      "balance.halfLive: unknown key 'halfLive', did you mean 'halfLife'? (allowed: halfLife)",
    )
  })

  it('expects a mapping', () => {
    expect(written(7).problems[0]!.message).toBe('expected a mapping of names to values')
    expect(written({ capacity: '1 B', inner: [1] }).problems[0]!.path).toBe('cache.inner')
  })

  it('the written name is the base name without its unit, or without its question', () => {
    expect(nameIn('written', 'ttlMsMin', ms())).toBe('ttlMin')
    expect(nameIn('base', 'ttlMsMin', ms())).toBe('ttlMsMin')
    expect(nameIn('written', 'isEnabled', flag())).toBe('enabled')
    expect(nameIn('written', 'name', text())).toBe('name')
  })
})
