import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { WebScenario } from '#core/scenario.ts'
import { runBuiltin } from './builtin.ts'
import type { LoadResult } from './load-result.ts'
import { loadPlan } from './plan.ts'
import { summarisePoints } from './points.ts'
import { runK6 } from './run-k6.ts'

export interface LoadOptions {
  readonly with: 'k6' | 'builtin'
  readonly runDir: string
  readonly signal: AbortSignal
  /** Another draw of the same traffic. */
  readonly replication?: number
  /** k6 thresholds by metric. */
  readonly thresholds?: Readonly<Record<string, readonly string[]>>
}

/** Drives a served scenario with its own workload; loopback only, bounded by the scenario's duration. */
export async function runLoad(scenario: WebScenario, url: string, options: LoadOptions): Promise<LoadResult> {
  const runDir = resolve(options.runDir)
  mkdirSync(runDir, { recursive: true })
  const plan = loadPlan(scenario, options.replication)
  const { points, file } =
    options.with === 'k6'
      ? await runK6(plan, url, runDir, { signal: options.signal, thresholds: options.thresholds ?? {} })
      : await runBuiltin(plan, url, runDir, options.signal)
  return summarisePoints(points, { with: options.with, warmUpMs: plan.warmUpMs, durationMs: plan.durationMs, file })
}
