import { expect, test } from 'vitest'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import { recorder } from '#experiments/trace/recorder.ts'
import { fitSessions } from '#experiments/trace/sessions.ts'

const minute = 60_000
const gapMs = 30 * minute

function traceOf(requests: readonly { atMs: number; client?: string; responseMs?: number }[]) {
  const { add, finish } = recorder({ salt: 'salt of a test', key: 'path' })
  for (const request of requests.toSorted((a, b) => a.atMs - b.atMs)) add(request)
  return finish()
}

test('a pause ends a session', () => {
  const requests = [
    ...Array.from({ length: 12 }, (_, i) => ({ atMs: i * minute, client: 'a' })),
    ...Array.from({ length: 4 }, (_, i) => ({ atMs: 60 * minute + i * minute, client: 'a' })),
    { atMs: 5 * minute, client: 'b' },
    { atMs: 6 * minute },
  ]
  const trace = traceOf(requests)
  const found = fitSessions(trace, trace.atMs, { gapMs, spanMs: 64 * minute })!
  expect(found).toMatchObject({
    clients: 2,
    sessions: 3,
    requestsPerSessionMax: 12,
    countsFromAnswer: false,
    overlapRatio: 0,
  })
  expect(found.requestsPerSession.value).toBeCloseTo(17 / 3, 12)
  expect(found.singleRequestRatio).toBeCloseTo(1 / 3, 12)
  expect(found.thinkMs).toMatchObject({ samples: 14, mean: { value: minute } })
})

test('thinking begins with the answer', () => {
  const trace = traceOf(
    Array.from({ length: 21 }, (_, i) => ({ atMs: i * 1000, client: 'a', responseMs: i === 5 ? 1500 : 400 })),
  )
  const found = fitSessions(trace, trace.atMs, { gapMs, spanMs: 21_000 })!
  expect(found.thinkMs.mean.value).toBeCloseTo(600, 3)
  expect(found.countsFromAnswer).toBe(true)
  expect(found.overlapRatio).toBeCloseTo(1 / 20, 12)
})

test('users of a closed system by the response time law', () => {
  const spanMs = 60 * minute
  const requests = Array.from({ length: 25 }, (_, user) => {
    const think = sampler({ shape: 'exponential', meanMs: 9000, cv: 1 }, stream(2, 'test', user))
    const times: { atMs: number; client: string; responseMs: number }[] = []
    for (let at = think(); at < spanMs; at += 1000 + think())
      times.push({ atMs: at, client: `${user}`, responseMs: 1000 })
    return times
  }).flat()
  const trace = traceOf(requests)
  const { users, thinkMs } = fitSessions(trace, trace.atMs, { gapMs, spanMs })!
  expect(Math.abs(users.value - 25)).toBeLessThan(0.5)
  expect(thinkMs.shape).toBe('exponential')
  expect(thinkMs.mean.low).toBeLessThan(9000)
  expect(thinkMs.mean.high).toBeGreaterThan(9000)
})

test('a log without clients has no sessions', () => {
  const trace = traceOf(Array.from({ length: 50 }, (_, i) => ({ atMs: i })))
  expect(fitSessions(trace, trace.atMs, { gapMs, spanMs: 50 })).toBeUndefined()
})
