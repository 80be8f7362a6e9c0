import { expect, it } from 'vitest'
import { stayMeter } from '#server/stay-meter.ts'

it('adds up the time that each spent inside, those that are still there included', () => {
  let now = 100
  const stay = stayMeter(() => now)
  stay.entered()
  now = 110
  stay.entered()
  now = 130
  expect(stay.untilNow()).toBe(30 + 20)
  stay.left()
  now = 140
  stay.left()
  now = 500
  expect(stay.untilNow()).toBe(30 + 20 + 10)
})
