import { describe, expect, it } from 'vitest'
import { eventKinds } from '#sim/event.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

/** How often each kind of event comes up until a time. */
function eventsOf(given: Record<string, unknown>, until: number, closeAt = until) {
  const world = createWorld(smallScenario(given))
  const counts = new Map<number, number>()
  const { fingerprint } = world
  const own = fingerprint.add.bind(fingerprint)
  fingerprint.add = (at, kind, subject) => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    own(at, kind, subject)
  }
  world.open()
  world.runUntil(closeAt)
  world.close()
  world.runUntil(until)
  return (kind: keyof typeof eventKinds) => counts.get(eventKinds[kind]) ?? 0
}

describe('clients', () => {
  it('of a closed workload have one request under way at most', () => {
    const count = eventsOf({}, 3000)
    const [sent, delivered] = [count('userSends'), count('delivered')]
    expect(delivered).toBeGreaterThan(50)
    expect(sent - delivered).toBeGreaterThanOrEqual(0)
    expect(sent - delivered).toBeLessThanOrEqual(5)
  })

  it('of an open workload come at their rate, whether answered or not', () => {
    const workload = { arrivals: 'open', rate: '200 / s', pages: 40, tenants: 4 }
    const count = eventsOf({ workload }, 5000)
    expect(count('arrival')).toBeGreaterThan(900)
    expect(count('arrival')).toBeLessThan(1100)
    expect(count('userSends')).toBe(0)
  })

  it.each(['closed', 'open'])(
    'stay away once the %s door is shut, but those inside get their answer',
    (arrivals) => {
      const workload = { arrivals, users: 5, rate: '200 / s', pages: 40, tenants: 4 }
      const count = eventsOf({ workload }, 60_000, 2000)
      expect(count('delivered')).toBe(count('reachesGateway'))
      expect(count('delivered')).toBeLessThan(1000)
    },
  )
})
