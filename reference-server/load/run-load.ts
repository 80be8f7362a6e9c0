import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { runBuiltin } from './builtin.ts'
import type { Thresholds } from './k6-script.ts'
import type { LoadResult } from './load-result.ts'
import { type LoadPlan, loadPlan } from './plan.ts'
import { type LoadPoint, summarisePoints } from './points.ts'
import { runK6 } from './run-k6.ts'

export interface LoadOptions {
  readonly with: 'k6' | 'builtin'
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
  try {
    mkdirSync(runDir, { recursive: true })
    writeFileSync(join(runDir, planFile), JSON.stringify(plan))
  } catch (error) {
    throw new TandemError('OutputFailed', `${runDir}: cannot be written: ${(error as Error).message}`)
  }
  const { points, file } =
    generator === 'k6'
      ? await runK6(plan, { url: base, runDir, planFile, thresholds, signal })
      : await runBuiltin(plan, { url: base, runDir, signal })
  const { warmUpMs } = plan
  const durationMs = signal.aborted ? lastSentMs(points, plan) : plan.durationMs
  return summarisePoints(points, { with: generator, warmUpMs, durationMs, file })
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
