import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { runBuiltin } from './builtin.ts'
import type { Thresholds } from './k6-script.ts'
import type { LoadResult } from './load-result.ts'
import { type LoadPlan, loadPlan } from './plan.ts'
import { type Generated, type LoadPoint, summarisePoints } from './points.ts'
import { runJmeter } from './run-jmeter.ts'
import { runK6, runK6Script } from './run-k6.ts'

export type GeneratorName = 'k6' | 'builtin' | 'jmeter'

export interface LoadOptions {
  readonly with: GeneratorName
  readonly runDir: string
  readonly signal: AbortSignal
  /** Another draw of the same traffic. */
  readonly replication?: number
  readonly thresholds?: Thresholds
}

const planFile = 'plan.json'

/** Longest test that is driven; a scenario for the simulator may be much longer. */
const durationMsMax = 600_000

/**
 * Drives a served scenario with its own workload: this machine only, bounded by the scenario's duration. When aborted, what was
 * answered until then is summed up.
 *
 * Errors  ConfigInvalid, ProgramMissing, LaunchFailed
 */
export async function runLoad(scenario: WebScenario, url: string, options: LoadOptions): Promise<LoadResult> {
  const { with: generator, replication, signal, thresholds = {} } = options
  if (scenario.durationMs > durationMsMax)
    throw new TandemError(
      'ConfigInvalid',
      `duration: ${scenario.durationMs} ms is too long to drive, allowed up to ${durationMsMax} ms`,
    )
  const base = loopbackUrl(url)
  const runDir = resolve(options.runDir)
  const plan = loadPlan(scenario, replication)
  makeFolder(runDir, plan)
  const target = { url: base, runDir, signal }
  const run = {
    k6: () => runK6(plan, { ...target, planFile, thresholds }),
    builtin: () => runBuiltin(plan, target),
    jmeter: () => runJmeter(plan, target),
  } satisfies Record<GeneratorName, () => Promise<Generated>>
  const { points, file } = await run[generator]()
  const { warmUpMs } = plan
  const durationMs = signal.aborted ? lastSentMs(points, plan) : plan.durationMs
  return summarisePoints(points, { with: generator, warmUpMs, durationMs, file })
}

function makeFolder(runDir: string, plan?: LoadPlan): void {
  try {
    mkdirSync(runDir, { recursive: true })
    if (plan !== undefined) writeFileSync(join(runDir, planFile), JSON.stringify(plan))
  } catch (error) {
    throw new TandemError('OutputFailed', `${runDir}: cannot be written: ${(error as Error).message}`)
  }
}

/**
 * Drives a served scenario with a k6 script that the user brings; it says itself what it asks for and how long. Of the scenario only
 * the warm-up counts.
 *
 * Errors  InputMissing: no such script, or nothing after warm-up; ConfigInvalid, ProgramMissing, LaunchFailed
 */
export async function runScript(
  script: string,
  url: string,
  { runDir: folder, signal, warmUpMs }: Pick<LoadOptions, 'runDir' | 'signal'> & { readonly warmUpMs: Ms },
): Promise<LoadResult> {
  const base = loopbackUrl(url)
  if (!existsSync(script)) throw new TandemError('InputMissing', `--script: ${script}: there is no such file`)
  const runDir = resolve(folder)
  makeFolder(runDir)
  const { points, file, countsFrom } = await runK6Script(resolve(script), { url: base, runDir, signal })
  const lastMs = points.reduce((last, { sentMs }) => Math.max(last, sentMs), 0)
  if (points.length === 0 || lastMs <= warmUpMs)
    throw new TandemError(
      'InputMissing',
      `${script}: ${points.length} requests in ${lastMs.toFixed(0)} ms leave nothing after the warm-up of ${warmUpMs} ms (--set 'warmUp=0 ms')`,
    )
  // The last request itself counts, too.
  return summarisePoints(points, { with: 'k6', countsFrom, warmUpMs, durationMs: lastMs + 1e-6, file })
}

/** Where a test ended that was stopped early. */
const lastSentMs = (points: readonly LoadPoint[], { warmUpMs, durationMs }: LoadPlan): Ms =>
  points.reduce((last, { sentMs }) => (sentMs < durationMs ? Math.max(last, sentMs) : last), warmUpMs)

/** The origin of an address on this machine: load goes nowhere else. Errors: ConfigInvalid. */
export function loopbackUrl(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
    return url.origin
  throw new TandemError(
    'ConfigInvalid',
    `url: must be http on this machine; found "${written}", allowed http://127.0.0.1:PORT`,
  )
}
