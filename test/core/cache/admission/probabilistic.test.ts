import { expect, it } from 'vitest'
import { probabilistic } from '#core/cache/admission/probabilistic.ts'
import { stream } from '#core/random.ts'

it.each([
  [100, 0.3679],
  [10, 0.9048],
  [300, 0.0498],
])('admits %i bytes at a scale of 100 bytes with probability %f', (size, probability) => {
  const admission = probabilistic.create(
    { scale: 100 },
    { capacity: 1000, entries: 10, random: stream(1, 'admission') },
  )
  let admitted = 0
  for (let i = 0; i < 40_000; i++) if (admission.admits(i, size, -1)) admitted++
  // Four standard deviations of a binomial share.
  const error = 4 * Math.sqrt((probability * (1 - probability)) / 40_000)
  expect(Math.abs(admitted / 40_000 - probability)).toBeLessThan(error)
})
