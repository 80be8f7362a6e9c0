import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPlan } from '#server/load/plan.ts'
import { type LoadOptions, runLoad } from '#server/load/run-load.ts'
import { findProgram } from '#server/program.ts'
import { smallScenario } from '../reference-server/load/small-scenario.ts'

/** Answers after a fixed time: every second read is a hit, writes are refused the cache. */
const quickMs = 5
let serviceMs = quickMs
const asked: { method: string; path: string }[] = []
const server = createServer((incoming, response) => {
  incoming.resume()
  const isWrite = incoming.method === 'POST'
  asked.push({ method: incoming.method!, path: incoming.url! })
  response.setHeader('X-Cache', isWrite ? 'BYPASS' : asked.length % 2 === 0 ? 'HIT' : 'MISS')
  setTimeout(() => response.end('page'), serviceMs)
})
const folder = mkdtempSync(join(tmpdir(), 'tandem-load-'))
let url = ''

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  rmSync(folder, { recursive: true, force: true })
})

const options = (generator: LoadOptions['with'], name: string, signal = new AbortController().signal) => ({
  with: generator,
  runDir: join(folder, `${generator}-${name}`),
  signal,
})
const isHere = (generator: LoadOptions['with']): boolean => {
  if (generator === 'builtin' || findProgram(generator) !== undefined) return true
  process.stderr.write(`skipped: load by ${generator}, which is not on this machine\n`)
  return false
}

describe.each(['builtin', 'k6', 'jmeter'] as const)('load by %s', (generator) => {
  const test = it.skipIf(!isHere(generator))

  test('open: sends what the plan says, no more and no less, and counts from the intended time', async () => {
    const scenario = smallScenario({ arrivals: 'open', ratePerSecond: 60 }, 2_000)
    const planned = loadPlan(scenario).requests
    asked.length = 0
    const result = await runLoad(scenario, url, options(generator, 'open'))
    const pathsOf = (list: readonly { path: string }[]) =>
      list.map(({ path }) => path).sort((a, b) => (a < b ? -1 : 1))
    expect(pathsOf(asked)).toEqual(pathsOf(planned))
    expect(asked.filter(({ method }) => method === 'POST').length).toBe(
      planned.filter(({ isWrite }) => isWrite).length,
    )
    expect(result.requests).toBe(planned.filter(({ atMs }) => atMs >= scenario.warmUpMs).length)
    expect(result.failed).toBe(0)
    expect(result.responseMs.p50).toBeGreaterThan(quickMs - 1)
    expect(result.responseMs.mean).toBeGreaterThanOrEqual(result.latenessMsMean)
    expect(result.gatewayHitRatio).toBeGreaterThan(0.3)
    expect(result.gatewayHitRatio).toBeLessThan(0.7)
  })

  test('open: an answer that is late for everybody counts from when each was due', async () => {
    // 60 a second at 400 ms each are more than the ten users of the plan can ask for.
    serviceMs = 400
    try {
      const scenario = smallScenario({ arrivals: 'open', ratePerSecond: 60 }, 2_000)
      const { responseMs, latenessMsMean } = await runLoad(scenario, url, options(generator, 'slow'))
      if (generator === 'builtin') expect(latenessMsMean).toBeLessThan(100)
      else {
        expect(latenessMsMean).toBeGreaterThan(400)
        expect(responseMs.p95).toBeGreaterThan(2 * serviceMs)
        expect(Math.abs(responseMs.mean / (latenessMsMean + serviceMs) - 1)).toBeLessThan(0.2)
      }
    } finally {
      serviceMs = quickMs
    }
  })

  test('closed: users think between answers, so the throughput follows think time and answer time', async () => {
    const scenario = smallScenario({ users: 20, thinkTime: { shape: 'exponential', meanMs: 100, cv: 1 } })
    const result = await runLoad(scenario, url, options(generator, 'closed'))
    const cycleMs = 100 + result.responseMs.mean
    expect(Math.abs(result.throughputPerSecond / ((20 * 1000) / cycleMs) - 1)).toBeLessThan(0.25)
    expect(result.failed).toBe(0)
  })

  test('leaves plan and raw points in its folder', async () => {
    const scenario = smallScenario({ users: 3 }, 1_000)
    const result = await runLoad(scenario, url, options(generator, 'files'))
    const plan = JSON.parse(readFileSync(join(folder, `${generator}-files`, 'plan.json'), 'utf8'))
    expect(plan).toEqual(JSON.parse(JSON.stringify(loadPlan(scenario))))
    expect(readFileSync(result.points).length).toBeGreaterThan(100)
  })

  test('stops early when asked to, and sums up what was answered', async () => {
    const scenario = smallScenario({ users: 10 }, 60_000)
    const abort = new AbortController()
    // Java takes its time to start.
    setTimeout(() => abort.abort(), generator === 'jmeter' ? 8_000 : 2_500)
    const before = performance.now()
    const result = await runLoad(scenario, url, options(generator, 'stopped', abort.signal))
    expect(performance.now() - before).toBeLessThan(15_000)
    expect(result.requests).toBeGreaterThan(50)
    expect(result.durationMs).toBeLessThan(generator === 'jmeter' ? 8_500 : 3_000)
  })

  test('counts requests that nobody answers as failed', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await new Promise((done) => closed.once('listening', done))
    const { port } = closed.address() as AddressInfo
    await new Promise((done) => closed.close(done))
    const result = await runLoad(
      smallScenario({ users: 2 }, generator === 'jmeter' ? 3_000 : 1_000),
      `http://127.0.0.1:${port}`,
      options(generator, 'nobody'),
    )
    expect(result.requests).toBe(0)
    expect(result.failed).toBeGreaterThan(0)
  })
})
