import { describe, expect, it } from 'vitest'
import { Calendar } from '#sim/calendar.ts'
import { eventKinds } from '#sim/event.ts'
import { createParts, type Part, type PartWork } from '#sim/parts.ts'
import { ownProcessors } from '#sim/processors.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

/** When three charges of a part at time 0 are done, each of 1 ms. */
function endsOf(part: Part, fixedMs: number): number[] {
  const scenario = smallScenario()
  const calendar = new Calendar()
  const costs = { ...scenario.costs, [part]: { fixedMs, msPerKiB: 0, cv: 0, factors: [] } }
  const parts = createParts({ ...scenario, costs }, () => fixedMs, ownProcessors(calendar))
  const ends: number[] = []
  for (let index = 0; index < 3; index++) parts.charge(part, () => ends.push(calendar.now))
  while (calendar.next(Number.POSITIVE_INFINITY)) {
    expect(calendar.kind).toBe(eventKinds.partDone)
    parts.done(calendar.subject as PartWork)
  }
  return ends
}

describe('parts of the machine beside the nodes', () => {
  it('gateway and shared cache do one thing after the other', () => {
    for (const part of ['gateway', 'forward', 'remote'] as const) expect(endsOf(part, 1)).toEqual([1, 2, 3])
  })

  it('database and client do everything at once', () => {
    for (const part of ['threads', 'query', 'client', 'clientAfter'] as const)
      expect(endsOf(part, 1)).toEqual([1, 1, 1])
  })

  it('tell what the threads of the nodes have used', () => {
    const scenario = smallScenario()
    const calendar = new Calendar()
    const costs = { ...scenario.costs, threads: { fixedMs: 2, msPerKiB: 0, cv: 0, factors: [] } }
    const parts = createParts({ ...scenario, costs }, () => 2, ownProcessors(calendar))
    for (const part of ['threads', 'client', 'threads'] as const) parts.charge(part, () => {})
    expect(parts.threadsMs).toBe(4)
  })

  it('what costs nothing is done at once', () => expect(endsOf('gateway', 0)).toEqual([0, 0, 0]))
})
