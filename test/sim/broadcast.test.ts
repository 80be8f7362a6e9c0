import { describe, expect, it } from 'vitest'
import type { Invalidation } from '#core/cache/entry.ts'
import type { AppNode } from '#core/flow/node.ts'
import { createBroadcast, type InvalidationOnItsWay } from '#sim/broadcast.ts'
import { Calendar } from '#sim/calendar.ts'
import { eventKinds } from '#sim/event.ts'
import type { Faults } from '#sim/fault/faults.ts'
import type { Staleness } from '#sim/staleness.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const message: Invalidation = { tenant: 0, key: 7, version: 3 }

function made(faults?: Partial<Faults>) {
  const calendar = new Calendar()
  const heard: number[] = []
  const nodes = [0, 1, 2].map(
    (index) => ({ index, invalidated: () => heard.push(index) }) as unknown as AppNode,
  )
  const staleness = { messages: 0 } as Staleness
  const broadcast = createBroadcast(smallScenario(), 0, {
    calendar,
    nodes,
    staleness,
    faults: faults as Faults | undefined,
  })
  const drain = () => {
    while (calendar.next(Number.POSITIVE_INFINITY)) {
      expect(calendar.kind).toBe(eventKinds.invalidation)
      expect(broadcast.receive(calendar.subject as InvalidationOnItsWay)).toBe(7)
    }
    return heard.toSorted()
  }
  return { broadcast, staleness, drain }
}

describe('messages about new versions', () => {
  it('reach every node once, or those that are named', () => {
    const { broadcast, staleness, drain } = made()
    broadcast.send(message)
    broadcast.send(message, [1])
    expect(drain()).toEqual([0, 1, 1, 2])
    expect(staleness.messages).toBe(4)
  })

  it('arrive as often as the faults let them, and are not heard by a node that is deaf', () => {
    const { broadcast, drain } = made({
      deliveries: (delayMs) => [delayMs(), 5],
      isDeaf: (node) => node === 2,
    })
    broadcast.send(message)
    expect(drain()).toEqual([0, 0, 1, 1])
  })
})
