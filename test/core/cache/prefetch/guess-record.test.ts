import { expect, it } from 'vitest'
import { guessRecord } from '#core/cache/prefetch/guess-record.ts'

it('a guess comes true within the horizon, not after it', () => {
  const record = guessRecord(3)
  for (let round = 0; round < 20; round++) {
    record.guessed(1)
    record.guessed(2)
    for (const page of [7, 8, 1, 9, 2]) record.asked(page)
  }
  expect(record.accuracy).toBe(0.5)
})

it('says nothing before enough guesses are known, and forgets old ones by and by', () => {
  const record = guessRecord(1)
  const round = (asked: number) => {
    record.guessed(1)
    record.asked(asked)
    record.asked(5)
  }
  for (let turn = 0; turn < 15; turn++) round(1)
  expect(record.accuracy).toBe(0)
  round(1)
  expect(record.accuracy).toBe(1)
  for (let turn = 0; turn < 1000; turn++) round(6)
  expect(record.accuracy).toBeLessThan(0.01)
})
