import { describe, expect, it } from 'vitest'
import { leaf } from '#core/schema/leaf.ts'
import { check, describe as rowsOf } from '#core/schema.ts'

const shape = { unit: 'steps', allowed: 'yes', suffix: '' }
const yes = (o: { default?: string; meaning?: string } = {}) =>
  leaf(o, shape, (raw) => (raw === 'yes' ? { value: raw } : { wrong: 'says no' }))

describe('schema/leaf', () => {
  it('gives what its parser finds, or reports what the parser says', () => {
    expect(check(yes(), 'yes', 'a')).toEqual({ value: 'yes', problems: [] })
    expect(check(yes(), 'no', 'a')).toEqual({
      value: undefined,
      problems: [{ path: 'a', value: 'no', unit: 'steps', allowed: 'yes', message: 'says no' }],
    })
  })

  it('what is not written is the default, or missing', () => {
    expect(check(yes({ default: 'yes' }), null, 'a')).toEqual({ value: 'yes', problems: [] })
    expect(check(yes(), undefined, 'a').problems.map(({ message }) => message)).toEqual(['is missing'])
  })

  it('is one row with its meaning', () => {
    expect(rowsOf(yes({ default: 'yes', meaning: 'agrees' }))).toEqual([
      { name: '', unit: 'steps', range: 'yes', default: 'yes', meaning: 'agrees' },
    ])
  })
})
