import { spawn } from 'node:child_process'
import { closeSync, createReadStream, existsSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { TandemError } from '#core/errors.ts'
import { needProgram } from '../program.ts'
import { k6Script, type Thresholds } from './k6-script.ts'
import type { LoadPlan } from './plan.ts'
import type { Generated, LoadPoint } from './points.ts'

export const enableK6 =
  'npm run setup (needs Go 1.25 or newer: go install go.k6.io/k6/v2@v2.2.0), or use --with builtin'

export interface K6Run {
  readonly url: string
  readonly runDir: string
  /** File name of the plan, in the run's folder. */
  readonly planFile: string
  readonly thresholds: Thresholds
  readonly signal: AbortSignal
}

/** Exit status of k6 when a threshold was crossed: the run itself is good. */
const thresholdsCrossed = 99

/** Writes a script beside the plan, runs k6, reads its raw points. Errors: ProgramMissing, LaunchFailed. */
export async function runK6(
  plan: LoadPlan,
  { url, runDir, planFile, thresholds, signal }: K6Run,
): Promise<Generated> {
  const program = needProgram('k6', enableK6)
  const script = join(runDir, 'k6.js')
  const file = join(runDir, 'points.json.gz')
  const log = join(runDir, 'k6.log')
  rmSync(file, { force: true })
  writeFileSync(script, k6Script(plan, `./${planFile}`, thresholds))
  const environment = ['-e', `BASE=${url}`, '-e', `SUMMARY=${join(runDir, 'k6-summary.json')}`]
  const words = ['run', '--quiet', '--no-usage-report', '--out', `json=${file}`, ...environment, script]
  const status = await ended(program, words, {
    log,
    runDir,
    limitMs: plan.durationMs + startAndEndMs,
    signal,
  })
  const isGood = status === 0 || status === thresholdsCrossed || signal.aborted
  if (!isGood) throw new TandemError('LaunchFailed', `k6 ended with ${status}; see ${log}`)
  return { points: existsSync(file) ? await readPoints(file) : [], file }
}

/** Beyond the test itself: compiling the script, letting the last answers in, writing the points. */
const startAndEndMs = 30_000

interface Limits {
  readonly log: string
  readonly runDir: string
  readonly limitMs: number
  readonly signal: AbortSignal
}

/** Runs k6 to its end, or to the hard limit. When aborted it is asked to stop and writes what it has. */
async function ended(program: string, words: readonly string[], { log, runDir, limitMs, signal }: Limits) {
  const output = openSync(log, 'w')
  const child = spawn(program, words, { stdio: ['ignore', output, output], cwd: runDir, timeout: limitMs })
  closeSync(output)
  const abort = () => child.kill('SIGINT')
  const kill = () => child.kill('SIGKILL')
  signal.addEventListener('abort', abort)
  process.on('exit', kill)
  if (signal.aborted) abort()
  try {
    return await new Promise<number | null>((done, failed) => {
      child.once('error', failed)
      child.once('exit', done)
    })
  } finally {
    process.off('exit', kill)
    signal.removeEventListener('abort', abort)
  }
}

interface K6Line {
  readonly type: string
  readonly data: {
    readonly value: number
    readonly tags: Readonly<Record<string, string>>
    readonly metadata?: Readonly<Record<string, string>>
  }
}

async function readPoints(file: string): Promise<LoadPoint[]> {
  const points: LoadPoint[] = []
  try {
    for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
      const point = line.includes('"response_ms"') ? pointOf(line) : undefined
      if (point !== undefined) points.push(point)
    }
  } catch (error) {
    throw new TandemError('InputMissing', `${file}: cannot be read: ${(error as Error).message}`)
  }
  return points
}

/** One line of k6's JSON output as a point; undefined for another type of line. */
export function pointOf(line: string): LoadPoint | undefined {
  const { type, data } = JSON.parse(line) as K6Line
  if (type !== 'Point') return undefined
  const { value, tags, metadata = {} } = data
  return {
    sentMs: Number(metadata.sent),
    responseMs: value,
    latenessMs: Number(metadata.late),
    status: Number(tags.code),
    cache: tags.cache ?? '',
    isWrite: tags.write === 'true',
  }
}
