import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TandemError } from '#core/errors.ts'
import type { LoadPlan } from './plan.ts'
import type { LoadPoint } from './points.ts'

export interface Generated {
  readonly points: readonly LoadPoint[]
  readonly file: string
}

/** Runs the built-in generator and stores its raw points as CSV. Errors: LaunchFailed when it ends without a result. */
export async function runBuiltin(plan: LoadPlan, url: string, runDir: string, signal: AbortSignal): Promise<Generated> {
  const child = fork(fileURLToPath(new URL('./generator-process.ts', import.meta.url)), [], { execArgv: [], serialization: 'advanced' })
  const abort = () => child.kill('SIGTERM')
  signal.addEventListener('abort', abort)
  try {
    const points = await new Promise<LoadPoint[]>((done, failed) => {
      child.once('message', ({ points: found }: { points: LoadPoint[] }) => done(found))
      child.once('exit', (code) => failed(new TandemError('LaunchFailed', `the load generator ended with ${code} before it had a result`)))
      child.send({ url, plan })
    })
    const file = join(runDir, 'points.csv')
    const rows = points.map((point) => [point.sentMs.toFixed(3), point.responseMs.toFixed(3), point.latenessMs.toFixed(3), point.status, point.cache, point.isWrite].join(','))
    writeFileSync(file, `sentMs,responseMs,latenessMs,status,cache,isWrite\n${rows.join('\n')}\n`)
    return { points, file }
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
