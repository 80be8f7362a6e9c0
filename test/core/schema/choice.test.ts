import { describe, expect, it } from 'vitest'
import { choice, flag, text } from '#core/schema/choice.ts'
import { check } from '#core/schema.ts'

describe('schema/choice', () => {
  it('takes one of the values and names the nearest to another', () => {
    const kind = choice({ values: ['lru', 'sieve'] })
    expect(kind.allowed).toBe('lru, sieve')
    expect(check(kind, 'sieve')).toEqual({ value: 'sieve', problems: [] })
    expect(check(kind, 'seive').problems[0]!.message).toBe("unknown choice 'seive', did you mean 'sieve'?")
  })

  it('a flag is true or false and nothing like it', () => {
    expect(check(flag(), true).value).toBe(true)
    expect(check(flag(), 'true').problems[0]!.message).toBe('expected true or false')
  })

  it('a text is a text', () => {
    expect(check(text(), '').value).toBe('')
    expect(check(text(), 1).problems[0]!.message).toBe('expected text')
  })
})
