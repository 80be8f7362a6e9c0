/** `node test/bench/record.ts`: what recording costs a node, in processor time and bytes a request. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
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
import { startCluster } from '#server/launch.ts'
import { runLoad } from '#server/load/run-load.ts'
import { nodeRecorder, recordingFile } from '#server/record.ts'
import { htmlRenderer } from '#server/renderer.ts'
import { memoryStore } from '#server/store-memory.ts'
import { wallNow } from '#server/wall-clock.ts'
import { serve } from '#sim/driver.ts'

export interface RecordingCost {
  readonly requests: number
  /** Processor time of a request, median of the rounds, all threads of the process. */
  readonly plainUs: number
  readonly recordedUs: number
  /** Median over the rounds of recorded over plain, less one; each round does one right after the other. */
  readonly overheadRatio: number
  readonly bytesPerRequest: number
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
  const recording = file === undefined ? undefined : recordingFile(file)
  const recorder = recording === undefined ? undefined : nodeRecorder(clock, recording.write)
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

export async function benchRecord(requests: number, rounds: number): Promise<RecordingCost> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-record-'))
  const file = join(folder, 'node.jsonl')
  try {
    await drive(requests, undefined)
    let { bytes } = await drive(requests, file)
    const plain: number[] = []
    const recorded: number[] = []
    for (let round = 0; round < rounds; round++) {
      // Whoever comes second finds the processor warmer: they take turns.
      const isPlainFirst = round % 2 === 0
      if (isPlainFirst) plain.push((await drive(requests, undefined)).cpuUs)
      const one = await drive(requests, file)
      recorded.push(one.cpuUs)
      bytes = one.bytes
      if (!isPlainFirst) plain.push((await drive(requests, undefined)).cpuUs)
    }
    return {
      requests,
      plainUs: median(plain) / requests,
      recordedUs: median(recorded) / requests,
      overheadRatio: median(recorded.map((us, round) => us / plain[round]! - 1)),
      bytesPerRequest: bytes / requests,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same of a node that serves: HTTP, sockets and all, as its processor time tells. */
export async function benchServedRecord(
  rounds: number,
): Promise<Pick<RecordingCost, 'plainUs' | 'recordedUs' | 'overheadRatio'>> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-record-'))
  const scenario = readWebScenario(twin, [
    'nodes.count=1',
    'workload.thinkTime.mean=100 ms',
    'gateway.enabled=false',
    'duration=5 s',
    'warmUp=0 ms',
  ])
  const start = (name: string, record: boolean) =>
    startCluster(scenario, {
      runDir: join(folder, name),
      record,
      store: 'embedded',
      database: 'embedded',
      gateway: 'embedded',
    })
  const clusters = [await start('plain', false), await start('recorded', true)]
  const us: [number[], number[]] = [[], []]
  try {
    for (let round = 0; round < rounds + 1; round++)
      for (const turn of [round % 2, 1 - (round % 2)]) {
        const cluster = clusters[turn]!
        const before = await cluster.snapshot()
        const { requests } = await runLoad(scenario, cluster.url, {
          with: 'builtin',
          runDir: join(folder, 'load'),
          signal: new AbortController().signal,
          replication: round,
        })
        const after = await cluster.snapshot()
        // The first round is for warming up.
        if (round > 0) us[turn]!.push(((after.cpuMs.nodes - before.cpuMs.nodes) * 1000) / requests)
      }
  } finally {
    await Promise.all(clusters.map((cluster) => cluster.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
  const [plain, recorded] = us
  return {
    plainUs: median(plain),
    recordedUs: median(recorded),
    overheadRatio: median(recorded.map((one, round) => one / plain[round]! - 1)),
  }
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { plainUs, recordedUs, overheadRatio, bytesPerRequest, requests } = await benchRecord(4_000, 9)
  console.log(
    `recording, flows alone: ${plainUs.toFixed(0)} us a request without, ${recordedUs.toFixed(0)} us with: ${(overheadRatio * 100).toFixed(1)} % more; ${bytesPerRequest.toFixed(0)} bytes a request, of ${requests}`,
  )
  const served = await benchServedRecord(7)
  console.log(
    `recording, a node that serves: ${served.plainUs.toFixed(0)} us of processor a request without, ${served.recordedUs.toFixed(0)} us with: ${(served.overheadRatio * 100).toFixed(1)} % more`,
  )
}
