/**
 * One application node: an HTTP server on 127.0.0.1 that answers requests with core's flows. A child process of the launcher; it ends
 * when its parent does.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Invalidation } from '#core/cache/entry.ts'
import { admitAtNode } from '#core/flow/admit-at-node.ts'
import type { Clock } from '#core/flow/clock.ts'
import { createControlLoop } from '#core/flow/control-loop.ts'
import { drainWrites } from '#core/flow/flush-writes.ts'
import { createNode } from '#core/flow/node.ts'
import { emptyTimeline, type PageRequest } from '#core/flow/request.ts'
import { Runner } from '#core/flow/runner.ts'
import { servePage } from '#core/flow/serve-page.ts'
import type { Task } from '#core/flow/task.ts'
import { writePage } from '#core/flow/write-page.ts'
import type { WebScenario } from '#core/scenario.ts'
import { type DatabaseChoice, openDatabase, openStore, type StoreChoice } from './backing.ts'
import { controlSnapshot, controlText } from './control-snapshot.ts'
import { type Exchange, realPerform } from './driver.ts'
import { appendingTo, operationLog } from './fault/operation-log.ts'
import { watchLoop } from './loop-facts.ts'
import { openLowerTiers } from './lower-tiers.ts'
import { metricsText } from './metrics.ts'
import { writePageResponse } from './page-response.ts'
import { nodeRecorder, recordingHeader } from './record.ts'
import { recordingFile } from './recording-file.ts'
import { renderPool } from './render-pool.ts'
import { htmlRenderer } from './renderer.ts'
import { addTimeline, type NodeSnapshot, type TimelineSum } from './snapshot.ts'
import { stayMeter } from './stay-meter.ts'
import { parsePagePath } from './url.ts'
import { wallNow } from './wall-clock.ts'

export interface NodeStart {
  readonly scenario: WebScenario
  readonly index: number
  readonly store: StoreChoice
  readonly database: DatabaseChoice
  readonly connections: number
  /** Of the files of the cache beside the node. */
  readonly folder: string
  /** 0: any free port. */
  readonly port: number
  /** File of the recording, if one is wanted. */
  readonly record: string | undefined
  /** File to which reads and writes are added, if a history is wanted. */
  readonly history: string | undefined
}

process.once('message', (start: NodeStart) => void serveNode(start))
process.on('disconnect', () => process.exit(0))

async function serveNode({
  scenario,
  index,
  store: storeChoice,
  database: databaseChoice,
  connections,
  port,
  folder,
  record,
  history,
}: NodeStart): Promise<void> {
  const clock: Clock = { now: wallNow() }
  const log = history === undefined ? undefined : operationLog(index, appendingTo(history))
  const plainStore = openStore(storeChoice, scenario)
  const store = log?.store(plainStore) ?? plainStore
  const plainDatabase = openDatabase(databaseChoice, connections)
  const database = log?.database(plainDatabase) ?? plainDatabase
  const { workers } = scenario.nodes
  const pool = workers > 0 ? renderPool(scenario, workers) : undefined
  const node = createNode({
    index,
    scenario,
    clock,
    renderer: htmlRenderer(scenario, pool?.render),
    ...(log !== undefined && { watch: log.watch }),
  })
  const file = record === undefined ? undefined : recordingFile(record, recordingHeader(scenario, index))
  const recorder = file === undefined ? undefined : nodeRecorder(clock, file.out)
  const { perform, sums } = realPerform({
    clock,
    now: wallNow,
    node,
    store,
    database,
    ...(node.lower.length > 0 && { lower: openLowerTiers(scenario, folder, wallNow) }),
    ...(recorder !== undefined && { watch: recorder }),
  })
  const runner = new Runner(perform, recorder)
  const control = scenario.control.isEnabled ? createControlLoop(node) : undefined
  const loop = watchLoop()
  const timelines: TimelineSum = emptyTimeline()
  const stay = stayMeter(wallNow)
  let isReady = false
  let nextId = 0

  void store
    .subscribe({
      invalidated(invalidation: Invalidation) {
        clock.now = wallNow()
        recorder?.invalidated(invalidation)
        node.invalidated(invalidation)
      },
      reconnected() {
        clock.now = wallNow()
        recorder?.reconnected()
        node.reconnected()
      },
    })
    .catch(() => {})
    .then(() => {
      isReady = true
      if (control === undefined) return
      clock.now = wallNow()
      recorder?.controlled()
      runner.start(control.run(), index, undefined, () => {})
    })

  function answerPage(request: PageRequest, incoming: IncomingMessage, response: ServerResponse): void {
    const exchange: Exchange = { chunks: [] }
    clock.now = wallNow()
    recorder?.requested(request)
    const page = request.kind === 'read' ? servePage(node, request) : writePage(node, request)
    const flow = admitAtNode(node, request, page)
    stay.entered()
    const task = runner.start(flow, index, exchange, (outcome) => {
      stay.left()
      if (outcome.kind === 'done') {
        addTimeline(timelines, outcome.value.timeline)
        writePageResponse(incoming, response, outcome.value, exchange)
      } else if (outcome.kind === 'failed')
        response
          .writeHead(503, { 'content-type': 'text/plain', 'x-error': outcome.error.name })
          .end(outcome.error.message)
    })
    response.on('close', () => {
      if (response.writableEnded || task.isEnded) return
      clock.now = wallNow()
      recorder?.cancelled(task as Task)
      task.cancel()
    })
  }

  /** What was acknowledged is to be in the database before the process ends. */
  function drain(done: () => void): void {
    clock.now = wallNow()
    recorder?.drained()
    runner.start(drainWrites(node), index, undefined, done)
  }

  const server = createServer((incoming, response) => {
    incoming.resume()
    const path = incoming.url ?? '/'
    if (path === '/healthz') return void response.end('alive')
    if (path === '/readyz')
      return void response.writeHead(isReady ? 200 : 503).end(isReady ? 'ready' : 'starting')
    if (path === '/metrics')
      return void response.end(metricsText(node.counters, sums, loop) + controlText(control, wallNow()))
    if (path === '/snapshot')
      return void response.end(
        JSON.stringify({
          counters: node.counters,
          sums,
          loop: loop.facts(),
          timelines,
          stayedMs: stay.untilNow(),
        } satisfies NodeSnapshot),
      )
    if (path === '/control' && control !== undefined)
      return void response.end(JSON.stringify(controlSnapshot(control, wallNow())))
    const request = pageRequest(incoming, scenario, nextId)
    if (request === undefined)
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('unknown path')
    nextId++
    answerPage(request, incoming, response)
  })
  server.keepAliveTimeout = 60_000
  server.listen(port, '127.0.0.1', () =>
    process.send?.({ port: (server.address() as { port: number }).port }),
  )
  process.on('SIGTERM', () => {
    isReady = false
    const end = () => {
      if (file === undefined) process.exit(0)
      file.end(() => process.exit(0))
    }
    drain(() => {})
    server.close(() => drain(end))
    server.closeIdleConnections()
    setTimeout(() => process.exit(0), drainMs).unref()
  })
}

/** How long requests under way and writes behind may take when the node is told to stop. */
const drainMs = 2_000

function pageRequest(
  incoming: IncomingMessage,
  { workload }: WebScenario,
  id: number,
): PageRequest | undefined {
  const place = parsePagePath(incoming.url ?? '', workload)
  if (place === undefined) return undefined
  return { id, kind: incoming.method === 'POST' ? 'write' : 'read', ...place }
}
