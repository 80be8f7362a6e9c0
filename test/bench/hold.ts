import { log } from '#core/math.ts'
import { stream } from '#core/random.ts'
import { Calendar } from '#sim/calendar.ts'
import { type Figure, measure } from './measure.ts'

/** The hold model: take the first of a full calendar, put one back an exponential time later. Peer: a binary heap of objects. */
export function benchHold(pending: number, holds: number, rounds: number): Figure[] {
  const delays = Float64Array.from(
    { length: 4096 },
    (
      (random) => () =>
        -log(random())
    )(stream(1, 'hold')),
  )
  const calendar = () => {
    const events = new Calendar()
    for (let index = 0; index < pending; index++) events.schedule(delays[index & 4095]!, 1, index)
    for (let hold = 0; hold < holds; hold++) {
      events.next(Number.POSITIVE_INFINITY)
      events.schedule(events.now + delays[hold & 4095]!, 1, hold)
    }
    return events.now
  }
  const heap = () => {
    const events = new ObjectHeap()
    let sequence = 0
    for (let index = 0; index < pending; index++)
      events.push({ at: delays[index & 4095]!, sequence: sequence++ })
    let now = 0
    for (let hold = 0; hold < holds; hold++) {
      now = events.pop().at
      events.push({ at: now + delays[hold & 4095]!, sequence: sequence++ })
    }
    return now
  }
  return measure(
    [
      { name: `calendar, ${pending} pending`, run: calendar },
      { name: `object heap, ${pending} pending`, run: heap },
    ],
    holds,
    'events/s',
    rounds,
  )
}

interface Pending {
  readonly at: number
  readonly sequence: number
}

class ObjectHeap {
  private readonly items: Pending[] = []

  push(item: Pending): void {
    const { items } = this
    let index = items.push(item) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(item, items[parent]!)) break
      items[index] = items[parent]!
      index = parent
    }
    items[index] = item
  }

  pop(): Pending {
    const { items } = this
    const first = items[0]!
    const last = items.pop()!
    if (items.length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= items.length) break
      if (child + 1 < items.length && isBefore(items[child + 1]!, items[child]!)) child++
      if (!isBefore(items[child]!, last)) break
      items[index] = items[child]!
      index = child
    }
    items[index] = last
    return first
  }
}

const isBefore = (a: Pending, b: Pending): boolean =>
  a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
