import { describe, expect, it } from 'vitest'
import { text } from '#core/schema/choice.ts'
import { listOf } from '#core/schema/list.ts'
import { ms } from '#core/schema/number.ts'
import { check } from '#core/schema.ts'

const tags = (raw: unknown) => check(listOf(text()), raw, 'tags')

describe('schema/list', () => {
  it('reads each value by the schema of the items', () => {
    expect(tags(['a', 'b'])).toEqual({ value: ['a', 'b'], problems: [] })
    expect(check(listOf(ms()), ['1 s', '2 ms'], 'waits', 'written').value).toEqual([1000, 2])
  })

  it('tells which value is wrong, and what is no list', () => {
    expect(tags(['a', 1]).problems.map(({ path }) => path)).toEqual(['tags[1]'])
    expect(tags('a').problems).toEqual([
      { path: 'tags', value: 'a', unit: '', allowed: 'list of text', message: 'expected a list' },
    ])
  })
})
