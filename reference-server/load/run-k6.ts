import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { Ms } from '#core/units.ts'
import { needProgram } from '../program.ts'
import { type K6Points, readK6Points } from './k6-points.ts'
import { k6Script, type Thresholds } from './k6-script.ts'
import type { LoadPlan } from './plan.ts'
import type { Generated } from './points.ts'
import { lastSaid, runProgram } from './run-program.ts'

export const enableK6 =
  'npm run setup (needs Go 1.25 or newer: go install go.k6.io/k6/v2@v2.2.0), or use --with builtin'

interface Target {
  readonly url: string
  readonly runDir: string
  readonly signal: AbortSignal
}

export interface K6Run extends Target {
  /** File name of the plan, in the run's folder. */
  readonly planFile: string
  readonly thresholds: Thresholds
}

/** Exit status of k6 when a threshold was crossed: the run itself is good. */
const thresholdsCrossed = 99

/** Writes a script beside the plan, runs k6, reads its raw points. Errors: ProgramMissing, LaunchFailed. */
export async function runK6(plan: LoadPlan, { planFile, thresholds, ...target }: K6Run): Promise<Generated> {
  const script = join(target.runDir, 'k6.js')
  writeFileSync(script, k6Script(plan, `./${planFile}`, thresholds))
  return await k6Run(script, plan.durationMs + startAndEndMs, target)
}

/** Longest run of a script of somebody else, which says itself how long it takes. */
const scriptMsMax = 660_000

/**
 * Runs a script that the user brings. It gets the address as BASE and a file for its summary as SUMMARY; the raw points carry the
 * number of the virtual user, which tells sessions.
 *
 * Errors  ProgramMissing, LaunchFailed with what k6 said last
 */
export const runK6Script = (script: string, target: Target): Promise<Generated & K6Points> =>
  k6Run(script, scriptMsMax, target, ['--system-tags', tagsOfScripts.join(',')])

const tagsOfScripts = ['status', 'method', 'url', 'name', 'group', 'scenario', 'expected_response', 'vu']

async function k6Run(
  script: string,
  limitMs: Ms,
  { url, runDir, signal }: Target,
  further: readonly string[] = [],
): Promise<Generated & K6Points> {
  const program = needProgram('k6', enableK6)
  const file = join(runDir, 'points.json.gz')
  const log = join(runDir, 'k6.log')
  rmSync(file, { force: true })
  const environment = ['-e', `BASE=${url}`, '-e', `SUMMARY=${join(runDir, 'k6-summary.json')}`]
  const words = ['run', '--quiet', '--no-usage-report', '--out', `json=${file}`, ...environment, ...further]
  const status = await runProgram(program, [...words, script], {
    log,
    runDir,
    limitMs,
    signal,
    stopsBy: 'SIGINT',
  })
  const isGood = status === 0 || status === thresholdsCrossed || signal.aborted
  if (!isGood)
    throw new TandemError(
      'LaunchFailed',
      `k6 ended with ${status ?? 'no answer in time'}: ${lastSaid(log)}; see ${log}`,
    )
  const read: K6Points = existsSync(file)
    ? await readK6Points(file)
    : { points: [], countsFrom: 'intended start' }
  return { ...read, file }
}

/** Beyond the test itself: compiling the script, letting the last answers in, writing the points. */
const startAndEndMs = 30_000
