import { log } from '#core/math/log.ts'
import { stream } from '#core/random.ts'
import { type Figure, measure } from './measure.ts'

/** Exponential draws, as the simulator makes them, and with the engine's own logarithm. */
export function benchLogarithm(draws: number, rounds: number): Figure[] {
  const drawing = (logarithm: (x: number) => number) => () => {
    const random = stream(1, 'logarithm')
    let sum = 0
    for (let draw = 0; draw < draws; draw++) sum -= logarithm(random())
    return Math.round(sum)
  }
  return measure(
    [
      { name: 'exponential by core/math', amount: draws, run: drawing(log) },
      { name: 'exponential by Math.log', amount: draws, run: drawing(Math.log) },
    ],
    'draws/s',
    rounds,
  )
}
