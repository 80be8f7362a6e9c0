import { describe, expect, it } from 'vitest'
import { isPlain, resilience } from '#core/scenario/resilience-schema.ts'
import { check } from '#core/schema.ts'

describe('what a gateway does against overload', () => {
  it('is nothing by default', () => {
    const { value, problems } = check(resilience, {})
    expect(problems).toEqual([])
    expect(isPlain(value)).toBe(true)
  })

  it.each([
    { admit: 'aimd' },
    { timeout: '1 s' },
    { retriesMax: 1 },
    { hedgeAfter: '1 s' },
    { nodePlaces: 3 },
    { breaks: true },
    { ejects: true },
  ])('is something with %o', (given) => {
    const { value, problems } = check(resilience, given, '', 'written')
    expect(problems).toEqual([])
    expect(isPlain(value)).toBe(false)
  })

  it('names what is wrong', () => {
    const { problems } = check(resilience, { admit: 'vegan', retriesMax: -1 }, 'resilience', 'written')
    expect(problems.map(({ path }) => path).sort()).toEqual(['resilience.admit', 'resilience.retriesMax'])
    expect(problems.find(({ path }) => path === 'resilience.admit')!.message).toContain('vegas')
  })
})
