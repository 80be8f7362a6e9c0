import { expect, it } from 'vitest'
import { even } from '#core/cache/share/even.ts'

it('everybody gets the same, and the rest goes to the first', () => {
  const tenant = { requests: 1, missRatio: () => 1 }
  expect(even.create({}, undefined).divide([tenant, tenant, tenant], 11)).toEqual([4, 4, 3])
  expect(even.create({}, undefined).divide([], 11)).toEqual([])
})
