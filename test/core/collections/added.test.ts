import { expect, it } from 'vitest'
import { added } from '#core/collections/added.ts'

it('records are added up name by name, however deep', () => {
  const one = { count: 1, deep: { a: 2 } as Record<string, number> }
  const other = { count: 10, deep: { a: 20, b: 3 } }
  expect(added([one, other])).toEqual({ count: 11, deep: { a: 22, b: 3 } })
  expect(one).toEqual({ count: 1, deep: { a: 2 } })
})

it('one alone is what it was', () => expect(added([{ a: 1, b: { c: 2 } }])).toEqual({ a: 1, b: { c: 2 } }))
