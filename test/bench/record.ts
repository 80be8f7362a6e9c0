/**
 * `node test/bench/record.ts`: what recording costs a node, in processor time and bytes a request.
 *
 * Many short rounds, each with and without, in turns, one right after the other: what else the machine does concerns both. A round's ratio
 * is recorded over plain, less one; the median of the rounds is the result, the quartiles tell how far to trust it.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { Agent, request as ask } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Clock } from '#core/flow/clock.ts'
import { createNode } from '#core/flow/node.ts'
import { Runner } from '#core/flow/runner.ts'
import { requestSource } from '#core/workload/request-source.ts'
import { readWebScenario } from '#experiments/scenario-file.ts'
import { memoryDatabase } from '#server/database-memory.ts'
import { type Exchange, realPerform } from '#server/driver.ts'
import { type Cluster, startCluster } from '#server/launch.ts'
import { nodeRecorder, recordingHeader } from '#server/record.ts'
import { recordingFile } from '#server/recording-file.ts'
import { htmlRenderer } from '#server/renderer.ts'
import { memoryStore } from '#server/store-memory.ts'
import { pagePath } from '#server/url.ts'
import { wallNow } from '#server/wall-clock.ts'
import { serve } from '#sim/driver.ts'

/** Processor time of a request over all threads of the process, and what recording adds to it. */
export interface RecordingCost {
  readonly rounds: number
  readonly plainUs: number
  readonly recordedUs: number
  readonly overheadRatio: Quartiles
}

interface Quartiles {
  readonly p25: number
  readonly median: number
  readonly p75: number
}

interface Driven {
  readonly cpuUs: number
  readonly bytes: number
}

const twin = fileURLToPath(new URL('../../experiments/scenarios/twin.yaml', import.meta.url))

/** Users that ask one after the other, without thinking: the node is never idle, so overhead is at its largest. */
const users = 16

/** One node of the twin's scenario on the real driver, with its store and database in memory: the flows and nothing of HTTP. */
async function drive(requests: number, file: string | undefined): Promise<Driven> {
  const scenario = readWebScenario(twin)
  const clock: Clock = { now: wallNow() }
  const node = createNode({ index: 0, scenario, clock, renderer: htmlRenderer(scenario) })
  const recording = file === undefined ? undefined : recordingFile(file, recordingHeader(scenario, 0))
  const recorder = recording === undefined ? undefined : nodeRecorder(clock, recording.out)
  const { perform } = realPerform({
    clock,
    now: wallNow,
    node,
    store: memoryStore(wallNow),
    database: memoryDatabase(),
    ...(recorder !== undefined && { watch: recorder }),
  })
  const runner = new Runner(perform, recorder)
  const source = requestSource(scenario.workload, 7, 0)
  let asked = 0
  const started = process.cpuUsage()
  await new Promise<void>((done) => {
    let ended = 0
    function ask(): void {
      if (asked === requests) return
      asked++
      const request = source.next()
      const exchange: Exchange = { chunks: [] }
      clock.now = wallNow()
      recorder?.requested(request)
      runner.start(serve(node, request), 0, exchange, () => {
        ended++
        if (ended === requests) done()
        else setImmediate(ask)
      })
    }
    for (let user = 0; user < users; user++) ask()
  })
  if (recording !== undefined) await new Promise<void>((done) => recording.end(done))
  const { user, system } = process.cpuUsage(started)
  return { cpuUs: user + system, bytes: file === undefined ? 0 : statSync(file).size }
}

export interface FlowsCost extends RecordingCost {
  readonly bytesPerRequest: number
}

export async function benchRecord(requests: number, rounds: number): Promise<FlowsCost> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-record-'))
  const file = join(folder, 'node.recording')
  let bytes = 0
  try {
    const one = async (isRecorded: boolean): Promise<number> => {
      const driven = await drive(requests, isRecorded ? file : undefined)
      if (isRecorded) bytes = driven.bytes
      return driven.cpuUs / requests
    }
    await one(false)
    await one(true)
    return { ...costOf(await inTurns(rounds, one)), bytesPerRequest: bytes / requests }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface ServedRounds {
  /** How often both nodes start: each process is laid out in memory and compiled a little differently. */
  readonly starts: number
  readonly rounds: number
  readonly requests: number
}

/** The same of a node that serves: HTTP, sockets, Redis where there is one, and all. */
export async function benchServedRecord({ starts, rounds, requests }: ServedRounds): Promise<RecordingCost> {
  const scenario = readWebScenario(twin, ['nodes.count=1', 'gateway.enabled=false'])
  const pairs: Pair[] = []
  for (let start = 0; start < starts; start++) {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-record-'))
    const launch = (record: boolean) =>
      startCluster(scenario, { runDir: join(folder, String(record)), record, database: 'embedded' })
    const clusters = [await launch(false), await launch(true)] as const
    try {
      const nodes = clusters.map((cluster) => ({
        cluster,
        source: requestSource(scenario.workload, 7, start),
        countedUs: 0,
      }))
      // Since its last turn: what a node does after its answers counts, too.
      const one = async (isRecorded: boolean): Promise<number> => {
        const node = nodes[isRecorded ? 1 : 0]!
        const { cluster, source, countedUs } = node
        const paths = Array.from({ length: requests }, () => pagePath(source.next()))
        await fetchAll(cluster.nodeUrls[0]!, paths)
        node.countedUs = cpuUsOf(cluster)
        return (node.countedUs - countedUs) / requests
      }
      await inTurns(warmUpRounds, one)
      pairs.push(...(await inTurns(rounds, one)))
    } finally {
      await Promise.all(clusters.map((cluster) => cluster.stop()))
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return costOf(pairs)
}

/** Until everything is compiled. */
const warmUpRounds = 30

/** Asks for all of them, some at a time, on connections that stay. */
async function fetchAll(url: string, paths: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: users })
  const fetchOne = (path: string) =>
    new Promise<void>((done, failed) => {
      ask(url + path, { agent }, (response) => {
        if (response.statusCode === 200) response.on('end', done).resume()
        else failed(new Error(`${path}: status ${response.statusCode}`))
      })
        .on('error', failed)
        .end()
    })
  await Promise.all(paths.map(fetchOne))
  agent.destroy()
}

/** Linux tells the time of each thread to the nanosecond; the ticks of /proc/PID/stat are too coarse for short rounds. */
function cpuUsOf(cluster: Cluster): number {
  const folder = `/proc/${cluster.nodes.get(0)!.child.pid}/task`
  return readdirSync(folder)
    .map((thread) => Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1000)
    .reduce((sum, us) => sum + us, 0)
}

interface Pair {
  readonly plainUs: number
  readonly recordedUs: number
}

/** Whoever comes second finds the processor warmer: they take turns in that, too. */
async function inTurns(rounds: number, one: (isRecorded: boolean) => Promise<number>): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) pairs.push({ plainUs: await one(false), recordedUs: await one(true) })
    else {
      const recordedUs = await one(true)
      pairs.push({ plainUs: await one(false), recordedUs })
    }
  }
  return pairs
}

function costOf(pairs: readonly Pair[]): RecordingCost {
  const ratios = pairs.map(({ plainUs, recordedUs }) => recordedUs / plainUs - 1)
  return {
    rounds: pairs.length,
    plainUs: quantile(
      pairs.map(({ plainUs }) => plainUs),
      0.5,
    ),
    recordedUs: quantile(
      pairs.map(({ recordedUs }) => recordedUs),
      0.5,
    ),
    overheadRatio: {
      p25: quantile(ratios, 0.25),
      median: quantile(ratios, 0.5),
      p75: quantile(ratios, 0.75),
    },
  }
}

/** Between its neighbours, where it falls between them. */
function quantile(values: readonly number[], ratio: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = ratio * (sorted.length - 1)
  const below = sorted[Math.floor(place)]!
  return below + (sorted[Math.ceil(place)]! - below) * (place % 1)
}

function told(name: string, { rounds, plainUs, recordedUs, overheadRatio }: RecordingCost): string {
  const percent = (ratio: number) => (ratio * 100).toFixed(1)
  const { p25, median, p75 } = overheadRatio
  return (
    `recording, ${name}: ${plainUs.toFixed(0)} us of processor a request without, ${recordedUs.toFixed(0)} us with; ` +
    `${percent(median)} % more (quartiles ${percent(p25)} and ${percent(p75)}, ${rounds} rounds)`
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flows = await benchRecord(1_000, 50)
  console.log(`${told('flows alone', flows)}; ${flows.bytesPerRequest.toFixed(0)} bytes a request`)
  const served = await benchServedRecord({ starts: 4, rounds: 60, requests: 100 })
  console.log(told('a node that serves', served))
}
