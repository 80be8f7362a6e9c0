/** The built-in load generator: a process of its own, so that it does not share the event loop of the command. */
import { Agent, request as httpRequest } from 'node:http'
import { wallNow } from '../wall-clock.ts'
import type { LoadPlan, PlannedRequest } from './plan.ts'
import type { LoadPoint } from './points.ts'

export interface GeneratorStart {
  readonly url: string
  readonly plan: LoadPlan
}

export interface Finished {
  readonly points: readonly LoadPoint[]
}

process.once('message', (start: GeneratorStart) => void generate(start))
process.on('disconnect', () => process.exit(0))
// Ctrl-C reaches the whole group; the command decides when this process ends.
process.on('SIGINT', () => {})

const requestTimeoutMs = 10_000
const socketsMax = 2_048

async function generate({ url, plan }: GeneratorStart): Promise<void> {
  const points: LoadPoint[] = []
  const startedMs = wallNow()
  const sinceStart = () => wallNow() - startedMs
  const ask = sender(new URL(url), sinceStart, points)
  const isStopped = new Promise<void>((done) => process.once('message', () => done()))
  const until = (atMs: number) =>
    new Promise<void>((done) => setTimeout(done, Math.max(0, atMs - sinceStart())))

  async function closedUser(user: number): Promise<void> {
    const { requests, users, durationMs } = plan
    for (let turn = user; ; turn += users) {
      const next = requests[turn % requests.length]!
      const dueMs = sinceStart() + next.atMs
      if (dueMs >= durationMs) return
      await until(dueMs)
      // A user's clock is its own: a late timer only lengthens the thinking.
      await ask(next, sinceStart(), user)
    }
  }

  async function openArrivals(): Promise<void> {
    const asked: Promise<void>[] = []
    for (const next of plan.requests) {
      await until(next.atMs)
      asked.push(ask(next, next.atMs))
    }
    await Promise.all(asked)
  }

  const traffic =
    plan.arrivals === 'closed'
      ? Array.from({ length: plan.users }, (_, user) => closedUser(user))
      : [openArrivals()]
  await Promise.race([Promise.all(traffic), isStopped])
  process.send?.({ points } satisfies Finished, () => process.exit(0))
}

type Ask = (next: PlannedRequest, intendedMs: number, user?: number) => Promise<void>

/** Sends requests over kept connections and notes each answer; a request that fails is noted with status 0. */
function sender({ hostname, port }: URL, sinceStart: () => number, points: LoadPoint[]): Ask {
  const agent = new Agent({ keepAlive: true, maxSockets: socketsMax })
  const host = hostname.replace(/^\[|\]$/g, '')
  return ({ path, isWrite }, intendedMs, user) =>
    new Promise((done) => {
      const nowMs = sinceStart()
      const latenessMs = Math.max(0, nowMs - intendedMs)
      // A timer may fire a fraction of a millisecond early; no answer comes before its request.
      const fromMs = Math.min(intendedMs, nowMs)
      let isSettled = false
      const settle = (status: number, cache: string): void => {
        if (isSettled) return
        isSettled = true
        points.push({
          sentMs: intendedMs,
          responseMs: sinceStart() - fromMs,
          latenessMs,
          status,
          cache,
          isWrite,
          path,
          ...(user !== undefined && { user }),
        })
        done()
      }
      const method = isWrite ? 'POST' : 'GET'
      const outgoing = httpRequest(
        { agent, host, port, path, method, timeout: requestTimeoutMs },
        (response) => {
          response.resume()
          response.on('end', () =>
            settle(response.statusCode ?? 0, String(response.headers['x-cache'] ?? '')),
          )
          response.on('error', () => settle(0, ''))
          response.on('close', () => settle(0, ''))
        },
      )
      outgoing.on('timeout', () => outgoing.destroy())
      outgoing.on('error', () => settle(0, ''))
      outgoing.end()
    })
}
