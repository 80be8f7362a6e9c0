import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bytes,
  bytesPerSecond,
  check,
  checkFields,
  choice,
  count,
  describe as describeSchema,
  flag,
  listOf,
  ms,
  number,
  perSecond,
  problemText,
  ratio,
  record,
  text,
  watts,
} from '#core/schema.ts'

const cacheSchema = record(
  {
    isEnabled: flag({ default: true, meaning: 'switched on' }),
    ttlMsMin: ms({ max: 60_000, default: 300, meaning: 'shortest freshness' }),
    ttlMsMax: ms({ max: 60_000, default: 1200, meaning: 'longest freshness' }),
    capacityBytes: bytes({ min: 1, meaning: 'memory' }),
    kind: choice({ values: ['lru', 'sieve'], default: 'lru', meaning: 'policy' }),
    share: ratio({ default: 0.5, meaning: 'share' }),
    tags: listOf(text(), { default: [], meaning: 'labels' }),
    inner: record({ slotCount: count({ min: 1, default: 4, meaning: 'slots' }) }),
  },
  {
    rule: (c) =>
      c.ttlMsMin > c.ttlMsMax
        ? [{ field: 'ttlMsMin', allowed: 'at most ttlMax', message: 'is too long' }]
        : [],
  },
)
const written = (raw: unknown) => check(cacheSchema, raw, 'cache', 'written')

describe('schema', () => {
  it('fills in defaults and keeps base units under names with their suffix', () => {
    expect(check(cacheSchema, { capacityBytes: 8 })).toEqual({
      value: {
        isEnabled: true,
        ttlMsMin: 300,
        ttlMsMax: 1200,
        capacityBytes: 8,
        kind: 'lru',
        share: 0.5,
        tags: [],
        inner: { slotCount: 4 },
      },
      problems: [],
    })
  })

  it('reads the written form: unit in the value, not in the name', () => {
    const { value, problems } = written({
      enabled: false,
      ttlMin: '0.5 s',
      capacity: '16 KiB',
      share: '86 %',
      tags: ['a'],
      inner: { slot: 2 },
    })
    expect(problems).toEqual([])
    expect(value).toMatchObject({
      isEnabled: false,
      ttlMsMin: 500,
      capacityBytes: 16_384,
      share: 0.86,
      tags: ['a'],
    })
    expect(value.inner.slotCount).toBe(2)
  })

  it('tells a value without unit, a negative one, a wrong dimension and a missing one, all at once', () => {
    const { problems } = written({
      ttlMin: 300,
      ttlMax: '-1 s',
      share: 1.5,
      kind: 'lfu',
      inner: { slot: '3 ms' },
    })
    expect(problems.map(({ path }) => path)).toEqual([
      'cache.ttlMin',
      'cache.ttlMax',
      'cache.capacity',
      'cache.kind',
      'cache.share',
      'cache.inner.slot',
    ])
    expect(problems[0]).toEqual({
      path: 'cache.ttlMin',
      value: 300,
      unit: 'ms',
      allowed: '0 to 60000 ms',
      message: "300 has no unit, write it in ms such as '300 ms'",
    })
    expect(problems[2]).toMatchObject({ value: undefined, unit: 'bytes', message: 'is missing' })
  })

  it('names the nearest key or choice', () => {
    const { problems } = written({ capcity: '1 B', capacity: '1 B', kind: 'seive' })
    expect(problems.map(({ message }) => message)).toEqual([
      "unknown choice 'seive', did you mean 'sieve'?",
      "unknown key 'capcity', did you mean 'capacity'?",
    ])
  })

  it('the base-form name is unknown in the written form and the other way round', () => {
    expect(written({ capacity: '1 B', ttlMsMin: 3 }).problems[0]!.path).toBe('cache.ttlMsMin')
    expect(check(cacheSchema, { capacityBytes: 1, ttlMin: 3 }).problems[0]!.path).toBe('ttlMin')
  })

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

  it('expects mappings and lists where they belong', () => {
    expect(written(7).problems[0]!.message).toBe('expected a mapping of names to values')
    expect(written({ capacity: '1 B', inner: [1] }).problems[0]!.path).toBe('cache.inner')
    expect(written({ capacity: '1 B', tags: 'a' }).problems[0]!.message).toBe('expected a list')
    expect(written({ capacity: '1 B', tags: ['a', 1] }).problems[0]!.path).toBe('cache.tags[1]')
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

  it('describes one row a parameter, under its written name', () => {
    expect(describeSchema(cacheSchema).map(({ name }) => name)).toEqual([
      'enabled',
      'ttlMin',
      'ttlMax',
      'capacity',
      'kind',
      'share',
      'tags',
      'inner.slot',
    ])
    expect(describeSchema(cacheSchema)[1]).toEqual({
      name: 'ttlMin',
      unit: 'ms',
      range: '0 to 60000 ms',
      default: 300,
      meaning: 'shortest freshness',
    })
  })

  it('never throws and never lets a value out of range pass, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('base' as const, 'written' as const), (raw, form) => {
        check(cacheSchema, raw, '', form)
        const { value, problems } = check(ms({ max: 5 }), raw, 'x', form)
        expect(problems.length === 1 || (value >= 0 && value <= 5)).toBe(true)
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})
