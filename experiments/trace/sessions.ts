import type { Ms, PerSecond, Ratio } from '#core/units.ts'
import { type Estimate, estimate } from './estimate.ts'
import { nobody, type Trace } from './recorder.ts'
import { fitSpread, type Spread } from './spread.ts'

export interface SessionFit {
  readonly clients: number
  readonly sessions: number
  readonly sessionsPerSecond: PerSecond
  readonly requestsPerSession: Estimate
  readonly requestsPerSessionMax: number
  readonly singleRequestRatio: Ratio
  /** From an answer, or from a request where the log has no response times, to the next request of the session. */
  readonly thinkMs: Spread
  readonly countsFromAnswer: boolean
  /** Share of requests sent before the answer to the one before, or at once; they are no thinking. */
  readonly overlapRatio: Ratio
  /** How many users ask at that rate when each waits, thinks and asks again. */
  readonly users: Estimate
}

/**
 * Sessions of clients, ended by a pause, and the time users think within one.
 *
 * Source      sessions by inactivity: Arlitt: Characterizing web user sessions. Performance Evaluation Review 28(2), 2000; users: the
 *             interactive response time law N = X (Z + R), Denning, Buzen, Computing Surveys 10(3), 1978
 * Parameters  atMs of the requests of the trace, spread inside the clock's resolution; gapMs is the pause that ends a session
 * Cost        O(n)
 * Errors      undefined when the log names no clients, or fewer than ten pauses are within sessions
 * Deviates    clients behind one address and with one user agent count as one
 */
export function fitSessions(
  trace: Trace,
  atMs: Float64Array,
  { gapMs, spanMs }: { gapMs: Ms; spanMs: Ms },
): SessionFit | undefined {
  const { client, responseMs, clients } = trace
  const lastAt = new Float64Array(clients).fill(-Infinity)
  const lastResponse = new Float64Array(clients)
  const length = new Uint32Array(clients)
  const thinks = new Float64Array(atMs.length)
  const sizes: number[] = []
  let count = 0
  let cycles = 0
  let cycleMs = 0
  let told = 0
  for (let i = 0; i < atMs.length; i++) {
    const who = client[i]!
    if (who === nobody) continue
    const gap = atMs[i]! - lastAt[who]!
    if (gap > gapMs) {
      if (length[who]! > 0) sizes.push(length[who]!)
      length[who] = 0
    } else {
      cycles++
      cycleMs += gap
      const think = gap - lastResponse[who]!
      if (think > 0) thinks[count++] = think
    }
    length[who]!++
    lastAt[who] = atMs[i]!
    lastResponse[who] = Number.isNaN(responseMs[i]) ? 0 : responseMs[i]!
    if (!Number.isNaN(responseMs[i])) told++
  }
  for (const left of length) if (left > 0) sizes.push(left)
  const thinkMs = fitSpread(thinks.subarray(0, count))
  if (thinkMs === undefined) return undefined
  const { mean, error, largest } = sizeMoments(sizes)
  const rate = atMs.length / spanMs
  const cycle = cycleMs / cycles
  return {
    clients,
    sessions: sizes.length,
    sessionsPerSecond: (sizes.length * 1000) / spanMs,
    requestsPerSession: estimate(mean, error, sizes.length),
    requestsPerSessionMax: largest,
    singleRequestRatio: sizes.filter((size) => size === 1).length / sizes.length,
    thinkMs,
    countsFromAnswer: told > atMs.length / 2,
    overlapRatio: (cycles - count) / cycles,
    users: estimate(rate * cycle, (rate * cycle * thinkMs.cv.value) / Math.sqrt(cycles), cycles),
  }
}

function sizeMoments(sizes: readonly number[]): { mean: number; error: number; largest: number } {
  let sum = 0
  let largest = 0
  for (const size of sizes) {
    sum += size
    largest = Math.max(largest, size)
  }
  const mean = sum / sizes.length
  let squares = 0
  for (const size of sizes) squares += (size - mean) ** 2
  return { mean, error: Math.sqrt(squares / Math.max(1, sizes.length - 1) / sizes.length), largest }
}
