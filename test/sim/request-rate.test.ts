import { expect, it } from 'vitest'
import { Calendar } from '#sim/calendar.ts'
import { createRequestRate } from '#sim/request-rate.ts'

/** Rate seen after a second of requests at even intervals, at each of several seconds. */
function ratesOf(perSecond: number, seconds: number): number[] {
  const calendar = new Calendar()
  const rate = createRequestRate(calendar)
  const seen: number[] = []
  for (let index = 1; index <= perSecond * seconds; index++)
    calendar.schedule((index * 1000) / perSecond, 0, index)
  while (calendar.next(Number.POSITIVE_INFINITY)) {
    rate.sent()
    if ((calendar.subject as number) % perSecond === 0) seen.push(rate.perSecond())
  }
  return seen
}

it('the rate of even arrivals is seen from the first second on', () => {
  for (const rate of ratesOf(200, 8)) expect(Math.abs(rate / 200 - 1)).toBeLessThan(0.02)
})

it('what is long past is forgotten', () => {
  const calendar = new Calendar()
  const rate = createRequestRate(calendar)
  for (let index = 0; index < 100; index++) rate.sent()
  calendar.schedule(60_000, 0, 0)
  calendar.next(Number.POSITIVE_INFINITY)
  expect(rate.perSecond()).toBeLessThan(1e-6)
})
