/** Starts and stops the whole cluster on this machine: shared cache, database, nodes, gateway. Every child ends with the launcher. */
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { WebScenario } from '#core/scenario.ts'
import { type Part, portOf, type Site, startScript, stopPart, untilOk } from './child.ts'
import { memoryDatabase } from './database-memory.ts'
import { freePort } from './free-port.ts'
import { answerChild } from './parent-backing.ts'
import { cpuMsOfTree } from './process-tree.ts'
import { type ClusterSnapshot, type NodeSnapshot, summed } from './snapshot.ts'
import { startDatabase } from './start-database.ts'
import { startGateway } from './start-gateway.ts'
import { startStore } from './start-store.ts'
import { memoryStore } from './store-memory.ts'
import { wallNow } from './wall-clock.ts'

export type { ClusterSnapshot } from './snapshot.ts'
export type { StageSum } from './stage-sum.ts'

export interface LaunchOptions {
  /** Folder of logs, configuration and recordings. */
  readonly runDir: string
  readonly gateway?: 'auto' | 'nginx' | 'embedded'
  readonly store?: 'auto' | 'redis' | 'embedded'
  readonly database?: 'auto' | 'embedded'
  readonly record?: boolean
  /** 0 or absent: any free port. */
  readonly gatewayPort?: number
}

export interface Cluster {
  readonly url: string
  readonly nodeUrls: readonly string[]
  /** What each part was, and whether it was real. */
  readonly parts: Readonly<Record<'gateway' | 'store' | 'database', string>>
  readonly storePid: number | undefined
  readonly recordings: readonly string[]
  snapshot(): Promise<ClusterSnapshot>
  stop(): Promise<void>
}

export async function startCluster(scenario: WebScenario, options: LaunchOptions): Promise<Cluster> {
  const runDir = resolve(options.runDir)
  const folder = mkdtempSync(join(tmpdir(), 'tandem-'))
  chmodSync(folder, 0o755)
  mkdirSync(runDir, { recursive: true })
  const children: Part[] = []
  const stop = async (): Promise<void> => {
    process.off('exit', killAll)
    await Promise.all(children.reverse().map(stopPart))
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  const killAll = (): void => {
    for (const { child } of children) child.kill('SIGTERM')
  }
  process.on('exit', killAll)
  try {
    return await launch(scenario, { ...options, runDir }, { folder, children, stop })
  } catch (error) {
    await stop()
    throw error
  }
}

async function launch(scenario: WebScenario, options: LaunchOptions, site: Site): Promise<Cluster> {
  const gatewayPort = await freePort(options.gatewayPort ?? 0)
  const store = await startStore(options, site)
  const database = await startDatabase(scenario, options, site)
  const embeddedStore = memoryStore(wallNow)
  const embeddedDatabase = memoryDatabase()
  const recordings: string[] = []
  const nodes = await Promise.all(
    Array.from({ length: scenario.nodes.count }, async (_, index) => {
      const record =
        options.record === true ? join(options.runDir, `node-${index}.recording.jsonl`) : undefined
      if (record !== undefined) recordings.push(record)
      const child = startScript('node-process.ts', `node-${index}`, options.runDir, site)
      answerChild(child, embeddedStore, embeddedDatabase)
      const connections = Math.max(1, Math.floor(scenario.database.connections / scenario.nodes.count))
      child.send({ scenario, index, store: store.choice, database: database.choice, connections, record })
      return { child, port: await portOf(child, `node ${index}`) }
    }),
  )
  const nodeUrls = nodes.map(({ port }) => `http://127.0.0.1:${port}`)
  await Promise.all(nodeUrls.map((url) => untilOk(`${url}/readyz`, 'node')))
  const gateway = await startGateway(scenario, options, site, {
    port: gatewayPort,
    nodePorts: nodes.map(({ port }) => port),
  })
  const url = `http://127.0.0.1:${gatewayPort}`
  await untilOk(`${url}/healthz`, 'gateway')
  const cpu = (child: ChildProcess | undefined) => (child?.pid === undefined ? 0 : cpuMsOfTree(child.pid))
  return {
    url,
    nodeUrls,
    parts: { gateway: gateway.part, store: store.part, database: database.part },
    storePid: store.pid,
    recordings,
    async snapshot() {
      const each = await Promise.all(
        nodeUrls.map(async (nodeUrl) => (await fetch(`${nodeUrl}/snapshot`)).json() as Promise<NodeSnapshot>),
      )
      return {
        ...summed(each),
        cpuMs: {
          gateway: cpu(gateway.child),
          nodes: nodes.reduce((sum, { child }) => sum + cpu(child), 0),
          store: cpu(store.child),
          database: cpu(database.child),
        },
      }
    },
    stop: site.stop,
  }
}
