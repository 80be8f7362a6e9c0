/** Children of the launcher: started with a log of their own, awaited until they are ready, stopped. */
import { type ChildProcess, fork } from 'node:child_process'
import { openSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { TandemError } from '#core/errors.ts'
import { wallNow } from './wall-clock.ts'

export interface Part {
  readonly child: ChildProcess
  readonly name: string
}

/** A part that runs: what it is and whether it is real, its process, and the program's own process below a guard. */
export interface Started {
  readonly part: string
  readonly child?: ChildProcess
  readonly pid?: number | undefined
}

/** Where a cluster lives while it runs. */
export interface Site {
  readonly folder: string
  readonly children: Part[]
  /** What else ends with it. */
  readonly ends: (() => Promise<void>)[]
  readonly stop: () => Promise<void>
}

const readyMs = 20_000

export function startScript(
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

export async function startProgram(
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

export function portOf(child: ChildProcess, name: string): Promise<number> {
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

export const untilOk = (url: string, name: string): Promise<void> =>
  untilDone(async () => {
    const response = await fetch(url)
    await response.text()
    if (!response.ok) throw new Error(`answers ${response.status}`)
  }, name)

export async function untilListening(port: number, name: string): Promise<void> {
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
export async function untilDone(attempt: () => Promise<void>, name: string): Promise<void> {
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

export function stopPart({ child }: Part): Promise<void> {
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
