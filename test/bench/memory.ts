/**
 * Memory by number: `node --expose-gc test/bench/memory.ts entries|events|flows|users N`, in a process of its own, prints JSON. Bytes are of
 * heap and typed arrays together, after collection, with the things alive and without.
 */
import { performance } from 'node:perf_hooks'
import { createStore } from '#core/cache/store.ts'
import { type Flow, wait } from '#core/flow/effect.ts'
import { Runner } from '#core/flow/runner.ts'
import { Signal } from '#core/flow/signal.ts'
import { Calendar } from '#sim/calendar.ts'
import { simulate } from '#sim/simulate.ts'
import { timers } from './mmc.ts'
import { paperScenario } from './request-path.ts'

interface Memory {
  readonly bytesEach: number
  readonly checksum: number
}

function bytesInUse(): number {
  ;(globalThis as { gc?: () => void }).gc!()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function pendingEvents(count: number): Memory {
  const before = bytesInUse()
  const calendar = new Calendar()
  for (let index = 0; index < count; index++) calendar.schedule((index * 7919) % count, 1, index)
  calendar.next(0)
  return { bytesEach: (bytesInUse() - before) / count, checksum: calendar.pending }
}

/** Flows that wait, each with its own state. */
function liveFlows(count: number): Memory {
  const before = bytesInUse()
  const runner = new Runner(timers(new Calendar()))
  const gate = new Signal<number>()
  function* waiting(index: number): Flow<number> {
    return index + (yield* wait(gate))
  }
  const ended = () => {}
  for (let index = 0; index < count; index++) runner.start(waiting(index), 0, undefined, ended)
  return { bytesEach: (bytesInUse() - before) / count, checksum: runner.live }
}

/** A full store of entries whose values are not counted. */
function heldEntries(count: number): Memory {
  const before = bytesInUse()
  const store = createStore({ capacityCount: count, eviction: { policy: 'lru' } })
  for (let index = 0; index < 2 * count; index++) {
    const key = Math.imul(index, 2_654_435_761) >>> 0
    store.put({ tenant: 0, key, version: 1, sizeBytes: 1_000, expiresAt: Infinity, value: store })
  }
  return { bytesEach: (bytesInUse() - before) / count, checksum: store.count }
}

/** A closed world of so many users for two virtual seconds, each asking about once in a minute. */
function users(count: number): Memory & { eventsPerSecond: number } {
  const scenario = paperScenario(count, 2, ['workload.thinkTime.mean=60 s'])
  const startedMs = performance.now()
  const { events, fingerprint } = simulate(scenario)
  return {
    bytesEach: process.memoryUsage().rss / count,
    checksum: Number.parseInt(fingerprint.slice(0, 8), 16),
    eventsPerSecond: (events * 1000) / (performance.now() - startedMs),
  }
}

const kinds = { entries: heldEntries, events: pendingEvents, flows: liveFlows, users }
const [kind, count] = process.argv.slice(2)
console.log(JSON.stringify(kinds[kind as keyof typeof kinds](Number(count))))
