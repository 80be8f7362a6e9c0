/** Starts and stops the whole cluster on this machine: shared cache, database, nodes, gateway. Every child ends with the launcher. */
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { Fleet } from '#core/flow/fleet.ts'
import type { HttpCacheCounters } from '#core/flow/http-cache.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { StoreChoice } from './backing.ts'
import { type Part, type Site, stopPart, untilOk } from './child.ts'
import { memoryDatabase } from './database-memory.ts'
import { handsOn } from './fault/hands.ts'
import { type LiveFaults, refuseFaults, startFaults } from './fault/live-faults.ts'
import { type RedisProxy, startProxy } from './fault/proxy.ts'
import { stalling } from './fault/stalling.ts'
import { checkFleet, startLiveFleet } from './fleet.ts'
import { freePort } from './free-port.ts'
import { cpuMsOfTree, stoppable } from './process-tree.ts'
import { type ClusterSnapshot, type NodeSnapshot, summed } from './snapshot.ts'
import { startDatabase } from './start-database.ts'
import { startGateway } from './start-gateway.ts'
import { type LiveNode, startNode } from './start-node.ts'
import { needsRedis, startStore } from './start-store.ts'
import { memoryStore } from './store-memory.ts'
import { wallNow } from './wall-clock.ts'

export type { TimeSum } from '#core/collections/time-sum.ts'
export type { LiveFaults } from './fault/live-faults.ts'
export type { ClusterSnapshot } from './snapshot.ts'

export interface LaunchOptions {
  /** Folder of logs, configuration and recordings. */
  readonly runDir: string
  readonly gateway?: 'auto' | 'nginx' | 'embedded'
  readonly store?: 'auto' | 'redis' | 'embedded'
  readonly database?: 'auto' | 'embedded'
  readonly record?: boolean
  /** Notes all reads and writes of nodes, for the checks of consistency. */
  readonly history?: boolean
  /** Lets the scenario's faults be done to the cluster: each node reaches Redis by a proxy. */
  readonly faults?: boolean
  /** 0 or absent: any free port. */
  readonly gatewayPort?: number
}

export interface Cluster {
  readonly url: string
  /** Of the nodes that run now. */
  readonly nodeUrls: readonly string[]
  readonly nodes: ReadonlyMap<number, LiveNode>
  /** Where nodes come and go. */
  readonly fleet: Fleet | undefined
  /** What each part was, and whether it was real. */
  readonly parts: Readonly<Record<'gateway' | 'store' | 'database', string>>
  readonly storePid: number | undefined
  /** One file a life of a node, in the order in which they began. */
  readonly recordings: readonly string[]
  /** One file a node. */
  readonly histories: readonly string[]
  /**
   * Begins with the scenario's faults; their times count from now.
   *
   * Errors  ConfigInvalid for faults that only the simulator can do, ProgramMissing without a real Redis
   */
  startFaults(): LiveFaults
  snapshot(): Promise<ClusterSnapshot>
  stop(): Promise<void>
}

const servesRequests = /^(node-|gateway$|nginx$)/

export async function startCluster(scenario: WebScenario, options: LaunchOptions): Promise<Cluster> {
  checkFleet(scenario)
  const runDir = resolve(options.runDir)
  const folder = mkdtempSync(join(tmpdir(), 'tandem-'))
  chmodSync(folder, 0o755)
  mkdirSync(runDir, { recursive: true })
  const children: Part[] = []
  const ends: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    process.off('exit', killAll)
    const parts = children.reverse()
    // What nodes have acknowledged they bring to the database before they end.
    await Promise.all(parts.filter(({ name }) => servesRequests.test(name)).map(stopPart))
    await Promise.all(parts.map(stopPart))
    await Promise.all(ends.map((end) => end()))
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  const killAll = (): void => {
    for (const { child } of children) child.kill('SIGTERM')
  }
  process.on('exit', killAll)
  try {
    return await launch(scenario, { ...options, runDir }, { folder, children, ends, stop })
  } catch (error) {
    await stop()
    throw error
  }
}

async function launch(scenario: WebScenario, options: LaunchOptions, site: Site): Promise<Cluster> {
  const gatewayPort = await freePort(options.gatewayPort ?? 0)
  const store = await startStore(options, site)
  const database = await startDatabase(scenario, options, site)
  const embedded = {
    store: memoryStore(wallNow, scenario.redis.capacityBytes),
    database: stalling(memoryDatabase()),
  }
  const recordings: string[] = []
  const histories: string[] = []
  const lives = new Map<number, number>()
  const proxies = await startProxies(scenario, options, store.choice, site)
  const nodeSite = { ...site, runDir: options.runDir, database: database.choice, embedded }
  const startProcess = (index: number, port = 0): Promise<LiveNode> => {
    const life = (lives.get(index) ?? 0) + 1
    lives.set(index, life)
    const fileOf = (isWanted: boolean | undefined, name: string) =>
      isWanted === true ? join(options.runDir, name) : undefined
    const record = fileOf(options.record, `node-${index}${life === 1 ? '' : `.${life}`}.recording`)
    if (record !== undefined) recordings.push(record)
    const history = fileOf(options.history, `node-${index}.history.jsonl`)
    if (history !== undefined && life === 1) {
      writeFileSync(history, '')
      histories.push(history)
    }
    const reached = storeOf(store.choice, proxies[index])
    return startNode(scenario, { index, life, port, store: reached, record, history }, nodeSite)
  }
  const nodes = new Map<number, LiveNode>()
  await Promise.all(
    Array.from({ length: scenario.nodes.count }, async (_, index) =>
      nodes.set(index, await startProcess(index)),
    ),
  )
  const present = () => [...nodes].sort(([a], [b]) => a - b).map(([, live]) => live)
  const gateway = await startGateway(scenario, options, site, {
    port: gatewayPort,
    nodePorts: present().map((live) => live.port),
  })
  const url = `http://127.0.0.1:${gatewayPort}`
  await untilOk(`${url}/healthz`, 'gateway')
  const past: NodeSnapshot[] = []
  const retired = (snapshot: NodeSnapshot) => void past.push(snapshot)
  const fleet = startLiveFleet(scenario, { nodes, gateway: gateway.child, startProcess, retired })
  let faults: LiveFaults | undefined
  const cpu = (child: ChildProcess | undefined) => (child?.pid === undefined ? 0 : cpuMsOfTree(child.pid))
  return {
    url,
    get nodeUrls() {
      return present().map(urlOf)
    },
    nodes,
    fleet,
    parts: { gateway: gateway.part, store: store.part, database: database.part },
    storePid: store.pid,
    recordings,
    histories,
    startFaults() {
      const { choice } = store
      if (choice.kind !== 'redis' || store.pid === undefined) throw needsRedis()
      if (proxies.length === 0)
        throw new TandemError('ConfigInvalid', 'faults: the cluster was not started for them')
      const { child } = database
      const redis = {
        port: choice.port,
        pid: store.pid,
        start: async () => {
          redis.pid = await store.restart()
        },
      }
      faults = startFaults(
        scenario.faults,
        scenario.seed,
        handsOn({
          nodes,
          startNode: async (index) => {
            // Who looks after the fleet starts it again.
            if (fleet === undefined) nodes.set(index, await startProcess(index, nodes.get(index)!.port))
          },
          proxies,
          store: redis,
          database: child?.pid === undefined ? embedded.database : stoppable(child.pid),
        }),
      )
      return faults
    },
    async snapshot() {
      const each = await Promise.all(
        present().map(
          async (live) => (await fetch(`${urlOf(live)}/snapshot`)).json() as Promise<NodeSnapshot>,
        ),
      )
      return {
        ...summed([...past, ...each]),
        ...(gateway.isOurs && {
          gateway: (await (await fetch(`${url}/snapshot`)).json()) as HttpCacheCounters,
        }),
        cpuMs: {
          gateway: cpu(gateway.child),
          nodes: [...nodes.values()].reduce((sum, { child }) => sum + cpu(child), 0),
          store: cpu(store.child),
          database: cpu(database.child),
        },
      }
    },
    stop() {
      fleet?.end()
      faults?.stop()
      return site.stop()
    },
  }
}

const urlOf = ({ port }: LiveNode): string => `http://127.0.0.1:${port}`

const storeOf = (choice: StoreChoice, proxy: RedisProxy | undefined): StoreChoice =>
  proxy === undefined ? choice : { kind: 'redis', port: proxy.port }

/** One proxy a node, where faults are wanted; the last thing to end. */
async function startProxies(
  { nodes, faults }: WebScenario,
  { faults: isWanted }: LaunchOptions,
  store: StoreChoice,
  site: Site,
): Promise<RedisProxy[]> {
  if (isWanted !== true) return []
  refuseFaults(faults)
  if (store.kind !== 'redis') throw needsRedis()
  const proxies = await Promise.all(Array.from({ length: nodes.count }, () => startProxy(store.port)))
  for (const proxy of proxies) site.ends.push(proxy.stop)
  return proxies
}
