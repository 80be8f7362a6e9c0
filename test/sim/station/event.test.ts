import { expect, it } from 'vitest'
import { eventKinds } from '#sim/event.ts'
import { stationEvents } from '#sim/station/event.ts'

it('kinds of events differ from each other and from those of the web backend', () => {
  const kinds = [...Object.values(stationEvents), ...Object.values(eventKinds)]
  expect(new Set(kinds).size).toBe(kinds.length)
  for (const kind of kinds) expect(kind).toBeLessThan(256)
})
