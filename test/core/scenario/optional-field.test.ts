import { describe, expect, it } from 'vitest'
import { complain, completed, optional } from '#core/scenario/optional-field.ts'
import { count } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import { check } from '#core/schema.ts'

describe('optional fields', () => {
  const schema = record({ a: optional(count({ max: 3 })), b: optional(count({ default: 2 })) })

  it('are undefined when absent, whatever their default', () => {
    expect(check(schema, {})).toEqual({ value: { a: undefined, b: undefined }, problems: [] })
  })

  it('are checked when present', () => {
    expect(check(schema, { a: 4 }).problems.map(({ path }) => path)).toEqual(['a'])
  })
})

describe('completed schemas', () => {
  const doubled = completed(record({ a: count({ max: 10 }) }), ({ a }, { path, reading }) => {
    if (a === 7) complain(reading, { path: `${path}.a`, allowed: 'not 7', message: 'is 7' })
    return 2 * a
  })

  it('take a last step over what was read', () => {
    expect(check(doubled, { a: 3 }, 'x').value).toBe(6)
    expect(check(doubled, { a: 7 }, 'x').problems[0]).toMatchObject({ path: 'x.a', message: 'is 7' })
  })

  it('leave it out after a problem', () => {
    const { problems } = check(doubled, { a: -1 }, 'x')
    expect(problems.map(({ path }) => path)).toEqual(['x.a'])
  })
})
