import { spawn } from 'node:child_process'
import { createReadStream, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { TandemError } from '#core/errors.ts'
import { needProgram } from '../program.ts'
import type { Generated } from './builtin.ts'
import { k6Script } from './k6-script.ts'
import type { LoadPlan } from './plan.ts'
import type { LoadPoint } from './points.ts'

export const enableK6 = 'npm run setup (needs Go 1.25 or newer: go install go.k6.io/k6/v2@v2.2.0), or use --with builtin'

/** Exit status of k6 when a threshold was crossed: the run itself is good. */
const thresholdsCrossed = 99

/** Writes plan and script into the run's folder, runs k6, reads its raw points. Errors: ProgramMissing, LaunchFailed. */
export async function runK6(plan: LoadPlan, url: string, runDir: string, options: { signal: AbortSignal; thresholds: Readonly<Record<string, readonly string[]>> }): Promise<Generated> {
  const program = needProgram('k6', enableK6)
  const script = join(runDir, 'k6.js')
  const file = join(runDir, 'k6-points.json')
  writeFileSync(join(runDir, 'k6-plan.json'), JSON.stringify(plan))
  writeFileSync(script, k6Script(plan, './k6-plan.json', options.thresholds))
  const words = ['run', '--quiet', '--no-usage-report', '--out', `json=${file}`, '-e', `BASE=${url}`, '-e', `SUMMARY=${join(runDir, 'k6-summary.json')}`, script]
  const log = openSync(join(runDir, 'k6.log'), 'w')
  const child = spawn(program, words, { stdio: ['ignore', log, log], cwd: runDir, timeout: plan.durationMs + 60_000 })
  const abort = () => child.kill('SIGINT')
  options.signal.addEventListener('abort', abort)
  const status = await new Promise<number | null>((done, failed) => {
    child.once('error', failed)
    child.once('exit', done)
  }).finally(() => options.signal.removeEventListener('abort', abort))
  if (status !== 0 && status !== thresholdsCrossed) throw new TandemError('LaunchFailed', `k6 ended with ${status}; see ${join(runDir, 'k6.log')}`)
  return { points: await readPoints(file), file }
}

interface K6Line {
  readonly type: string
  readonly metric: string
  readonly data: { readonly value: number; readonly tags: Readonly<Record<string, string>> }
}

async function readPoints(file: string): Promise<LoadPoint[]> {
  const points: LoadPoint[] = []
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (!line.includes('"response_ms"')) continue
    const { type, metric, data } = JSON.parse(line) as K6Line
    if (type !== 'Point' || metric !== 'response_ms') continue
    const { tags } = data
    points.push({
      sentMs: Number(tags.sent),
      responseMs: data.value,
      latenessMs: Number(tags.late),
      status: Number(tags.code),
      cache: tags.cache ?? '',
      isWrite: tags.write === 'true',
    })
  }
  return points
}
