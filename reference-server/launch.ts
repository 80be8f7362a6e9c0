/** Starts and stops the whole cluster on this machine: shared cache, database, nodes, gateway. Every child ends with the launcher. */
import { type ChildProcess, execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { TandemError } from '#core/errors.ts'
import { isPlain } from '#core/scenario/resilience-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { DatabaseChoice, StoreChoice } from './backing.ts'
import {
  type Part,
  portOf,
  type Site,
  startProgram,
  startScript,
  stopPart,
  untilDone,
  untilListening,
  untilOk,
} from './child.ts'
import { memoryDatabase } from './database-memory.ts'
import { preparePostgres } from './database-postgres.ts'
import { freePort } from './free-port.ts'
import { hasNginxModules, nginxConfiguration, ttlTable } from './nginx.ts'
import { hasNginxBalance } from './nginx-upstream.ts'
import { answerChild } from './parent-backing.ts'
import { cpuMsOfTree } from './process-tree.ts'
import { findProgram, versionOf } from './program.ts'
import { type ClusterSnapshot, type NodeSnapshot, summed } from './snapshot.ts'
import { memoryStore } from './store-memory.ts'
import { wallNow } from './wall-clock.ts'

export type { StageSum } from './driver.ts'
export type { ClusterSnapshot } from './snapshot.ts'

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

interface Started {
  readonly part: string
  readonly child?: ChildProcess
  readonly pid?: number | undefined
}

async function startStore(
  { store = 'auto', runDir }: LaunchOptions,
  site: Site,
): Promise<Started & { choice: StoreChoice; pid: number | undefined }> {
  const program = store === 'embedded' ? undefined : findProgram('redis-server')
  if (program === undefined) {
    if (store === 'redis')
      throw new TandemError(
        'ProgramMissing',
        'redis-server is not on this machine; to enable it: apt-get install redis-server',
      )
    return { choice: { kind: 'parent' }, part: 'embedded store (not real)', pid: undefined }
  }
  const port = await freePort()
  const words = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--maxmemory',
    '512mb',
    '--maxmemory-policy',
    'allkeys-lru',
    '--dir',
    site.folder,
  ]
  const { child, pid } = await startProgram('redis', ['SIGTERM', program, ...words], runDir, site)
  await untilListening(port, 'redis')
  return { choice: { kind: 'redis', port }, part: `${versionOf(program)} (real)`, child, pid }
}

async function startDatabase(
  scenario: WebScenario,
  { database = 'auto', runDir }: LaunchOptions,
  site: Site,
): Promise<Started & { choice: DatabaseChoice }> {
  const { workload, render } = scenario
  const prepare = (url: string) =>
    preparePostgres(url, workload.pages * render.shardsMax, render.shardsMax, workload.tenants)
  if (database === 'auto' && process.env.DATABASE_URL !== undefined) {
    await prepare(process.env.DATABASE_URL)
    return {
      choice: { kind: 'postgres', url: process.env.DATABASE_URL },
      part: 'PostgreSQL of DATABASE_URL (real)',
    }
  }
  const program = database === 'embedded' ? undefined : findProgram('postgres')
  const initdb = findProgram('initdb')
  const owner = postgresOwner()
  if (program === undefined || initdb === undefined || owner === undefined)
    return { choice: { kind: 'parent' }, part: 'embedded database (not real)' }
  const port = await freePort()
  const data = join(site.folder, 'postgres')
  mkdirSync(data)
  if (owner.uid !== undefined) chownSync(data, owner.uid, owner.gid!)
  execFileSync(initdb, ['-D', data, '-U', 'tandem', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8'], {
    stdio: 'ignore',
    cwd: site.folder,
    ...owner,
  })
  const words = [
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    '',
    '-c',
    'fsync=off',
    '-c',
    'max_connections=200',
  ]
  const environment =
    owner.uid === undefined ? {} : { TANDEM_UID: String(owner.uid), TANDEM_GID: String(owner.gid) }
  const { child } = await startProgram('postgres', ['SIGINT', program, ...words], runDir, site, environment)
  const url = `postgres://tandem@127.0.0.1:${port}/postgres`
  await untilDone(() => prepare(url), 'postgres')
  return { choice: { kind: 'postgres', url }, part: `${versionOf(program)} (real)`, child }
}

/** PostgreSQL refuses to run as root: then another user owns it. Undefined when there is none. */
function postgresOwner(): { uid?: number; gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  return user === undefined ? undefined : { uid: Number(user[2]), gid: Number(user[3]) }
}

async function startGateway(
  scenario: WebScenario,
  { gateway = 'auto', runDir }: LaunchOptions,
  site: Site,
  place: { port: number; nodePorts: readonly number[] },
): Promise<Started & { child: ChildProcess }> {
  const isNginxAble =
    hasNginxBalance(scenario.balance) &&
    scenario.gateway.balances === 'request' &&
    isPlain(scenario.resilience)
  if (gateway === 'nginx' && !isNginxAble)
    throw new TandemError(
      'ConfigInvalid',
      `balance, resilience: nginx cannot balance by ${scenario.balance.policy} for each ${scenario.gateway.balances} with what resilience asks for; take the embedded gateway`,
    )
  const program = gateway === 'embedded' || !isNginxAble ? undefined : findProgram('nginx')
  if (gateway === 'nginx' && (program === undefined || !hasNginxModules()))
    throw new TandemError(
      'ProgramMissing',
      'nginx with its Lua module is not on this machine; to enable it: apt-get install nginx libnginx-mod-http-lua',
    )
  if (program !== undefined && hasNginxModules()) {
    const folder = join(site.folder, 'nginx')
    mkdirSync(folder)
    writeFileSync(join(folder, 'page_ttl.lua'), ttlTable(scenario))
    const configuration = nginxConfiguration(scenario, { folder, ...place, isRoot: process.getuid?.() === 0 })
    writeFileSync(join(folder, 'nginx.conf'), configuration)
    writeFileSync(join(runDir, 'nginx.conf'), configuration)
    const { child } = await startProgram(
      'nginx',
      ['SIGTERM', program, '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')],
      runDir,
      site,
    )
    return { part: `${versionOf(program)} (real)`, child }
  }
  const child = startScript('gateway-process.ts', 'gateway', runDir, site)
  child.send({ scenario, ...place })
  await portOf(child, 'gateway')
  return { part: 'embedded gateway (not real nginx)', child }
}
