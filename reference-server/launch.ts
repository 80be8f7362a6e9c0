/** Starts and stops the whole cluster on this machine: shared cache, database, nodes, gateway. Every child ends with the launcher. */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { TandemError } from '#core/errors.ts'
import type { NodeCounters } from '#core/flow/node.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { DatabaseChoice, StoreChoice } from './backing.ts'
import { memoryDatabase } from './database-memory.ts'
import { preparePostgres } from './database-postgres.ts'
import type { DriverSums, StageSum } from './driver.ts'
import { freePort } from './free-port.ts'
import { hasNginxModules, nginxConfiguration, ttlTable } from './nginx.ts'
import { answerChild } from './parent-backing.ts'
import { cpuMsOfTree } from './process-tree.ts'
import { findProgram } from './program.ts'
import { memoryStore } from './store-memory.ts'
import { wallNow } from './wall-clock.ts'

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

export interface ClusterSnapshot {
  readonly nodes: NodeCounters
  readonly cpuMs: Readonly<Record<'gateway' | 'nodes' | 'store' | 'database', number>>
  readonly stages: DriverSums['stages']
  readonly remote: StageSum
  readonly database: StageSum
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

interface Part {
  readonly child: ChildProcess
  readonly name: string
}

const readyMs = 20_000

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

interface Site {
  readonly folder: string
  readonly children: Part[]
  readonly stop: () => Promise<void>
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
  const program = gateway === 'embedded' ? undefined : findProgram('nginx')
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

function startScript(
  script: string,
  name: string,
  runDir: string,
  { children }: Site,
  words: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const log = openSync(join(runDir, `${name}.log`), 'w')
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = fork(path, [...words], {
    stdio: ['ignore', log, log, 'ipc'],
    execArgv: [],
    serialization: 'advanced',
    env: { ...process.env, NODE_ENV: 'production', ...environment },
  })
  children.push({ child, name })
  return child
}

async function startProgram(
  name: string,
  words: readonly string[],
  runDir: string,
  site: Site,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ child: ChildProcess; pid: number }> {
  const child = startScript('guard.ts', name, runDir, site, words, environment)
  const pid = await new Promise<number>((done, failed) => {
    child.once('message', (message: { pid: number }) => done(message.pid))
    child.once('exit', () =>
      failed(new TandemError('LaunchFailed', `${name} did not start; see ${join(runDir, `${name}.log`)}`)),
    )
  })
  return { child, pid }
}

function portOf(child: ChildProcess, name: string): Promise<number> {
  return new Promise((done, failed) => {
    child.on('message', (message: { port?: number; failure?: string }) => {
      if (message.port !== undefined) done(message.port)
      if (message.failure !== undefined)
        failed(new TandemError('LaunchFailed', `${name}: ${message.failure}`))
    })
    child.once('exit', (code) =>
      failed(new TandemError('LaunchFailed', `${name} ended with ${code} while starting`)),
    )
  })
}

const untilOk = (url: string, name: string): Promise<void> =>
  untilDone(async () => {
    const response = await fetch(url)
    await response.text()
    if (!response.ok) throw new Error(`answers ${response.status}`)
  }, name)

async function untilListening(port: number, name: string): Promise<void> {
  const { connect } = await import('node:net')
  const attempt = () =>
    new Promise<void>((done, failed) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        done()
      })
      socket.on('error', failed)
    })
  await untilDone(attempt, name)
}

/** Tries again until it works or the time is up. Errors: LaunchFailed with the last reason. */
async function untilDone(attempt: () => Promise<void>, name: string): Promise<void> {
  const endsMs = wallNow() + readyMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (wallNow() > endsMs)
        throw new TandemError(
          'LaunchFailed',
          `${name} is not ready after ${readyMs} ms: ${(error as Error).message}`,
        )
      await wait(50)
    }
  }
}

const killMs = 8_000

function stopPart({ child }: Part): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), killMs)
    child.once('exit', () => {
      clearTimeout(timer)
      done()
    })
    child.kill('SIGTERM')
  })
}

function versionOf(program: string): string {
  const name = program.split('/').at(-1)!
  try {
    // nginx prints its version to standard error, so both are read.
    const text = execFileSync(
      '/bin/sh',
      ['-c', '"$0" "$1" 2>&1', program, name === 'nginx' ? '-v' : '--version'],
      { encoding: 'utf8' },
    )
    return `${name} ${/(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1] ?? ''}`.trim()
  } catch {
    return name
  }
}

interface NodeSnapshot {
  readonly counters: NodeCounters
  readonly sums: DriverSums
}

function summed(
  each: readonly NodeSnapshot[],
): Pick<ClusterSnapshot, 'nodes' | 'stages' | 'remote' | 'database'> {
  const add = <T extends object>(parts: readonly T[]): T => {
    const total: Record<string, unknown> = {}
    for (const part of parts) {
      for (const [name, value] of Object.entries(part)) {
        total[name] =
          typeof value === 'number'
            ? ((total[name] as number | undefined) ?? 0) + value
            : add([(total[name] ?? {}) as object, value as object])
      }
    }
    return total as T
  }
  const sums = add(each.map((one) => one.sums))
  return {
    nodes: add(each.map((one) => one.counters)),
    stages: sums.stages,
    remote: sums.remote,
    database: sums.database,
  }
}
