import { expect, it } from 'vitest'
import { rateFields } from '#core/admit/rate-fields.ts'
import { checkFields } from '#core/schema/record.ts'

it('a rate is written with its unit, and is more than 0', () => {
  expect(checkFields(rateFields, { rate: '5 / s', burst: 3 }, '', 'written')).toMatchObject({
    value: { ratePerSecond: 5, burstCount: 3 },
    problems: [],
  })
  expect(checkFields(rateFields, { ratePerSecond: 0 }).problems).toHaveLength(1)
})
