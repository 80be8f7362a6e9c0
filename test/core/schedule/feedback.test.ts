import { expect, it } from 'vitest'
import { createFeedback } from '#core/schedule/feedback.ts'

it('knows nothing at first', () => {
  const feedback = createFeedback()
  expect([feedback.networkMs, feedback.penetrationRatio, feedback.bandwidthRatio(5)]).toEqual([0, 0, 0])
})

it('starts at the first sample and follows the later ones', () => {
  const feedback = createFeedback()
  feedback.sent(100, 40, 1)
  feedback.read(true)
  expect([feedback.networkMs, feedback.penetrationRatio]).toEqual([40, 1])
  for (let i = 0; i < 500; i++) {
    feedback.sent(100, 10, 2)
    feedback.read(i % 4 === 0)
  }
  expect(feedback.networkMs).toBeCloseTo(10, 1)
  expect(Math.abs(feedback.penetrationRatio - 0.25)).toBeLessThan(0.05)
})

it('tells the share of a gigabit a second that was in use', () => {
  const feedback = createFeedback()
  for (let now = 0; now < 10_000; now++) feedback.sent(62_500, 1, now)
  expect(feedback.bandwidthRatio(10_000)).toBeCloseTo(0.5, 2)
  expect(feedback.bandwidthRatio(20_000)).toBeLessThan(1e-3)
})
