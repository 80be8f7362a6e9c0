/** The built-in load generator: a process of its own, so that it does not share the event loop of the command. */
import { Agent, request as httpRequest } from 'node:http'
import { wallNow } from '../wall-clock.ts'
import type { LoadPlan, PlannedRequest } from './plan.ts'
import type { LoadPoint } from './points.ts'

export interface GeneratorStart {
  readonly url: string
  readonly plan: LoadPlan
}

process.once('message', (start: GeneratorStart) => void generate(start))
process.on('disconnect', () => process.exit(0))

const requestTimeoutMs = 10_000

async function generate({ url, plan }: GeneratorStart): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2_048 })
  const { hostname, port } = new URL(url)
  const points: LoadPoint[] = []
  const startedMs = wallNow()
  const sinceStart = () => wallNow() - startedMs

  function ask({ path, isWrite }: PlannedRequest, intendedMs: number): Promise<void> {
    return new Promise((done) => {
      const latenessMs = Math.max(0, sinceStart() - intendedMs)
      const settle = (status: number, cache: string) => {
        points.push({ sentMs: intendedMs, responseMs: sinceStart() - intendedMs, latenessMs, status, cache, isWrite })
        done()
      }
      const outgoing = httpRequest({ agent, hostname, port, path, method: isWrite ? 'POST' : 'GET', timeout: requestTimeoutMs }, (response) => {
        response.resume()
        response.on('end', () => settle(response.statusCode ?? 0, String(response.headers['x-cache'] ?? '')))
        response.on('error', () => settle(0, ''))
      })
      outgoing.on('timeout', () => outgoing.destroy())
      outgoing.on('error', () => settle(0, ''))
      outgoing.end()
    })
  }

  const until = (atMs: number) => new Promise((done) => setTimeout(done, Math.max(0, atMs - sinceStart())))

  async function closedUser(list: readonly PlannedRequest[]): Promise<void> {
    for (let turn = 0; ; turn++) {
      const next = list[turn % list.length]!
      const intendedMs = sinceStart() + next.atMs
      if (intendedMs >= plan.durationMs) return
      await until(intendedMs)
      // A user's clock is its own: a late timer only lengthens the thinking.
      await ask(next, sinceStart())
    }
  }

  async function openArrivals(list: readonly PlannedRequest[]): Promise<void> {
    const asked: Promise<void>[] = []
    for (const next of list) {
      await until(next.atMs)
      asked.push(ask(next, next.atMs))
    }
    await Promise.all(asked)
  }

  await Promise.all(plan.users.map(plan.arrivals === 'closed' ? closedUser : openArrivals))
  process.send?.({ points }, () => process.exit(0))
}
