/**
 * The embedded gateway: core's flow on one port, with HTTP to the nodes behind. A child process of the launcher; it serves where there
 * is no nginx, and it is what nginx is compared with.
 */
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { type ErrorCode, errorCodes, TandemError } from '#core/errors.ts'
import type { Clock } from '#core/flow/clock.ts'
import { answer, createGateway } from '#core/flow/gateway.ts'
import { emptyTimeline, type PageRequest, type PageResponse } from '#core/flow/request.ts'
import { Runner } from '#core/flow/runner.ts'
import { isElastic } from '#core/scenario/fleet-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import { realPerform } from './driver.ts'
import type { Drained, GatewayMessage } from './fleet.ts'
import { negotiated } from './page-response.ts'
import { pagePath, parsePagePath } from './url.ts'
import { wallNow } from './wall-clock.ts'

export interface GatewayStart {
  readonly scenario: WebScenario
  readonly nodePorts: readonly number[]
  readonly port: number
}

process.once('message', (start: GatewayStart) => serveGateway(start))
process.on('disconnect', () => process.exit(0))

const upstreamTimeoutMs = 10_000

function serveGateway({ scenario, nodePorts: firstPorts, port }: GatewayStart): void {
  const clock: Clock = { now: wallNow() }
  const nodePorts = [...firstPorts]
  // Where nodes come and go their ports change, so hashing balances know them by number.
  const names = nodePorts.map((nodePort) => `127.0.0.1:${nodePort}`)
  const gateway = createGateway({ scenario, clock, ...(!isElastic(scenario.nodes) && { names }) })
  const { balance } = gateway
  const clients = new WeakMap<Socket, number>()
  let nextClient = 0
  const agent = new Agent({ keepAlive: true, maxSockets: 512 })

  const underWay = new Map<number, number>()
  const draining = new Set<number>()

  function book(node: number, change: 1 | -1): void {
    const left = (underWay.get(node) ?? 0) + change
    underWay.set(node, left)
    if (left === 0 && draining.delete(node)) process.send?.({ drained: node } satisfies Drained)
  }

  process.on('message', (message: GatewayMessage) => {
    clock.now = wallNow()
    if ('port' in message) nodePorts[message.node] = message.port
    else if ('isReady' in message) balance.setHealthy(message.node, message.isReady)
    else if ('drain' in message) {
      draining.add(message.drain)
      book(message.drain, 1)
      book(message.drain, -1)
    }
  })

  async function forward(node: number, request: PageRequest, signal: AbortSignal): Promise<PageResponse> {
    book(node, 1)
    try {
      return await send(node, request, signal)
    } finally {
      book(node, -1)
    }
  }

  function send(node: number, request: PageRequest, signal: AbortSignal): Promise<PageResponse> {
    return new Promise((resolve, reject) => {
      const method = request.kind === 'write' ? 'POST' : 'GET'
      const options = {
        agent,
        host: '127.0.0.1',
        port: nodePorts[node]!,
        path: pagePath(request),
        method,
        timeout: upstreamTimeoutMs,
        // A closed connection tells the node.
        ...(scenario.resilience.cancels && { signal }),
      }
      const outgoing = httpRequest(options, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          const body = Buffer.concat(parts)
          const code = response.headers['x-error']
          if (typeof code === 'string') return reject(errorOf(code, `node ${node}: ${body}`))
          const timing = response.headers['server-timing']
          const shards = Number(response.headers['x-page-shards'] ?? 0)
          resolve({
            status: response.statusCode ?? 502,
            sizeBytes: body.length,
            shards,
            timeline: emptyTimeline(),
            servedBy: 'node',
            body: { body, timing, encoding: response.headers['content-encoding'] },
          })
        })
      })
      outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')))
      outgoing.on('error', (error) =>
        reject(new TandemError('NodeUnavailable', `node ${node}: ${error.message}`)),
      )
      outgoing.end()
    })
  }

  const { perform } = realPerform({ clock, now: wallNow, forward })
  const runner = new Runner(perform)
  let nextId = 0

  const server = createServer((incoming, response) => {
    incoming.resume()
    if (incoming.url === '/snapshot') return void response.end(JSON.stringify(gateway.counters))
    if (incoming.url === '/healthz') return void response.end('alive')
    const place = parsePagePath(incoming.url ?? '', scenario.workload)
    if (place === undefined) return void response.writeHead(404).end('unknown path')
    const request: PageRequest = {
      id: nextId++,
      kind: incoming.method === 'POST' ? 'write' : 'read',
      ...place,
      client: clients.get(incoming.socket) ?? 0,
    }
    clock.now = wallNow()
    runner.start(answer(gateway, request), 0, undefined, (outcome) => {
      if (outcome.kind === 'done') writeBack(incoming, response, outcome.value)
      else if (outcome.kind === 'failed')
        response
          .writeHead(statusOf(outcome.error), { 'content-type': 'text/plain' })
          .end(outcome.error.message)
    })
  })
  server.on('connection', (socket: Socket) => {
    const client = nextClient++
    clients.set(socket, client)
    if ('closed' in balance) socket.once('close', () => balance.closed(client))
  })
  server.keepAliveTimeout = 60_000
  server.listen(port, '127.0.0.1', () =>
    process.send?.({ port: (server.address() as { port: number }).port }),
  )
  server.on('error', (error: NodeJS.ErrnoException) =>
    process.send?.({ failure: error.code ?? error.message }),
  )
  process.on('SIGTERM', () => process.exit(0))
}

/** What failed at a node fails at the gateway, for the same reason, as it does in the simulator. */
const errorOf = (code: string, message: string): TandemError =>
  new TandemError(code in errorCodes ? (code as ErrorCode) : 'NodeUnavailable', message)

/** 503: shed; 504: too late; 502: the node gave no answer. */
function statusOf(error: Error): number {
  if (!(error instanceof TandemError)) return 502
  return error.code === 'QueueFull' ? 503 : error.code === 'Timeout' ? 504 : 502
}

interface Held {
  readonly body: Buffer
  readonly timing: string | undefined
  readonly encoding: string | undefined
}

function writeBack(incoming: IncomingMessage, response: ServerResponse, page: PageResponse): void {
  const { timing, ...held } = page.body as Held
  const { body, encoding } = negotiated(held, incoming)
  response.writeHead(page.status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': body.length,
    'x-cache': page.servedBy === 'gateway' ? 'HIT' : 'MISS',
    'x-page-shards': page.shards,
    ...(encoding !== undefined && { 'content-encoding': encoding, vary: 'accept-encoding' }),
    ...(timing !== undefined && { 'server-timing': timing }),
  })
  response.end(body)
}
