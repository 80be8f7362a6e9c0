import { performance } from 'node:perf_hooks'
import { log } from '#core/math/log.ts'
import { stream } from '#core/random.ts'
import { Calendar } from '#sim/calendar.ts'
import { type Figure, measure, type Timed, type Timing } from './measure.ts'
import type { Peers } from './peers.ts'

/** Delays that all take: drawing them does not count. */
const delays = Float64Array.from(
  { length: 65_536 },
  (
    (random) => () =>
      -log(random())
  )(stream(1, 'hold')),
)

/** The hold model: take the first of a full calendar, put one back an exponential time later. Filling it does not count. */
export function holdCalendar(pending: number, holds: number): Timing {
  const calendar = new Calendar()
  for (let index = 0; index < pending; index++) calendar.schedule(delays[index & 65_535]!, 1, index)
  const startedMs = performance.now()
  for (let hold = 0; hold < holds; hold++) {
    calendar.next(Number.POSITIVE_INFINITY)
    calendar.schedule(calendar.now + delays[(hold * 7) & 65_535]!, 1, hold)
  }
  return { seconds: (performance.now() - startedMs) / 1000, checksum: calendar.now }
}

export function benchHold(
  pending: number,
  holds: number,
  rounds: number,
  { cpp, simJs }: Pick<Peers, 'cpp' | 'simJs'>,
): Figure[] {
  const few = Math.max(100_000, pending / 4)
  const timed: Timed[] = [
    { name: `hold ${pending}, calendar`, amount: holds, run: () => holdCalendar(pending, holds) },
  ]
  if (cpp)
    timed.push({
      name: `hold ${pending}, std::priority_queue`,
      amount: holds,
      run: () => cpp('hold', pending, holds),
    })
  if (simJs && pending <= 100_000)
    timed.push({
      name: `hold ${pending}, SIM.JS`,
      amount: few + pending,
      run: () => simJs.hold(pending, few),
    })
  return measure(timed, 'events/s', rounds)
}
