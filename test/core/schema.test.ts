import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choice, flag, text } from '#core/schema/choice.ts'
import { listOf } from '#core/schema/list.ts'
import { bytes, count, ms, ratio } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import { check, describe as describeSchema, problemText } from '#core/schema.ts'

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

  it('a problem is one line: place, what is wrong, what would be right', () => {
    const { problems } = written({ ttlMin: 300, capacity: '1 B' })
    expect(problemText(problems[0]!)).toBe(
      "cache.ttlMin: 300 has no unit, write it in ms such as '300 ms' (allowed: 0 to 60000 ms)",
    )
    expect(problemText({ ...problems[0]!, path: '' })).toMatch(/^scenario: /)
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('base' as const, 'written' as const), (raw, form) => {
        expect(() => check(cacheSchema, raw, '', form)).not.toThrow()
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})
