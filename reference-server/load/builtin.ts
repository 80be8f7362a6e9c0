import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TandemError } from '#core/errors.ts'
import type { Finished, GeneratorStart } from './generator-process.ts'
import type { LoadPlan } from './plan.ts'
import type { Generated, LoadPoint } from './points.ts'

/** Beyond the test itself: starting the process and letting the last answers in. */
const startAndEndMs = 20_000

export interface BuiltinRun {
  readonly url: string
  readonly runDir: string
  readonly signal: AbortSignal
}

/**
 * Runs the built-in generator in a process of its own and stores its raw points as CSV. When aborted, what was answered is kept.
 *
 * Errors  LaunchFailed when the process ends without a result or passes its time.
 */
export async function runBuiltin(plan: LoadPlan, { url, runDir, signal }: BuiltinRun): Promise<Generated> {
  const file = join(runDir, 'points.csv')
  const points = await generated({ url, plan }, signal)
  writeFileSync(file, pointsCsv(points))
  return { points, file }
}

async function generated(start: GeneratorStart, signal: AbortSignal): Promise<readonly LoadPoint[]> {
  const script = fileURLToPath(new URL('./generator-process.ts', import.meta.url))
  const child = fork(script, [], { execArgv: [], serialization: 'advanced' })
  const stop = () => child.connected && child.send('stop')
  const kill = () => child.kill('SIGKILL')
  const limit = setTimeout(kill, start.plan.durationMs + startAndEndMs)
  signal.addEventListener('abort', stop)
  process.on('exit', kill)
  try {
    const result = new Promise<readonly LoadPoint[]>((done, failed) => {
      child.once('message', (finished: Finished) => done(finished.points))
      child.once('error', failed)
      child.once('exit', (code, name) => failed(new TandemError('LaunchFailed', endedEarly(code, name))))
    })
    child.send(start)
    if (signal.aborted) stop()
    return await result
  } finally {
    clearTimeout(limit)
    process.off('exit', kill)
    signal.removeEventListener('abort', stop)
  }
}

const endedEarly = (code: number | null, name: string | null): string =>
  `the load generator ended with ${name ?? code} before it had a result`

const columns = ['sentMs', 'responseMs', 'latenessMs', 'status', 'cache', 'isWrite', 'path', 'user'] as const

export function pointsCsv(points: readonly LoadPoint[]): string {
  const written = (value: number | string | boolean = '') =>
    typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : String(value)
  const rows = points.map((point) => columns.map((column) => written(point[column])).join(','))
  return `${[columns.join(','), ...rows].join('\n')}\n`
}
