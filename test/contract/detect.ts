/** What every detector promises. */
import { describe, expect, it } from 'vitest'
import type { Detect } from '#core/control/detect.ts'
import { log } from '#core/math/log.ts'
import { cos } from '#core/math/sin-cos.ts'
import { type Random, stream } from '#core/random.ts'

/** Draws of the standard normal, by Box and Muller. */
export const normal = (random: Random) => () => Math.sqrt(-2 * log(random())) * cos(2 * Math.PI * random())

export function detectContract(name: string, make: () => Detect): void {
  describe(`${name}, as every detector,`, () => {
    const feed = (detect: Detect, values: readonly number[], fromMs = 0) =>
      values.map((value, index) => detect.observe(value, fromMs + index * 60_000))
    const calm = (count: number) => Array.from({ length: count }, normal(stream(1, 'calm')))
    const days = 3 * 1440

    it('answers with numbers that are not negative, and with none above 1 while it learns', () => {
      const answers = feed(make(), calm(days))
      expect(answers.every((answer) => answer >= 0)).toBe(true)
      expect(answers.slice(0, 20).every((answer) => answer < 1)).toBe(true)
    })

    it('seldom alarms at normal values and alarms when they rise for long by eight deviations', () => {
      const detect = make()
      const before = feed(detect, calm(days)).filter((answer) => answer >= 1).length
      expect(before).toBeLessThan(0.01 * days)
      const after = feed(
        detect,
        calm(60).map((value) => value + 8),
        days * 60_000,
      )
      expect(after.some((answer) => answer >= 1)).toBe(true)
    })

    it('takes a value that is not finite for missing', () => {
      const [whole, gaps] = [make(), make()]
      const values = calm(days + 100)
      for (const [index, value] of values.entries()) {
        const now = index * 60_000
        for (const missing of [Number.NaN, Infinity]) expect(gaps.observe(missing, now)).toBe(0)
        expect(gaps.observe(value, now)).toBe(whole.observe(value, now))
      }
    })

    it('knows nothing of the past after a reset', () => {
      const detect = make()
      feed(
        detect,
        calm(days).map((value) => 50 + 9 * value),
      )
      detect.reset()
      expect(feed(detect, calm(500))).toEqual(feed(make(), calm(500)))
    })

    it('does not mind a constant series and finds its end', () => {
      const detect = make()
      const flat = Array.from({ length: days }, () => 5)
      expect(feed(detect, flat).every((answer) => answer < 1)).toBe(true)
      expect(
        feed(
          detect,
          calm(60).map((value) => 100 + value),
          days * 60_000,
        ).some((answer) => answer >= 1),
      ).toBe(true)
    })
  })
}
