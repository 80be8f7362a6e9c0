/** Drives a fresh cluster at several loads and fits its costs. */
import type { WebScenario } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'
import { type Cluster, startCluster } from '#server/launch.ts'
import type { LoadOptions } from '#server/load/run-load.ts'
import { liveRun } from '../live/live-run.ts'
import { atLoad } from '../live/load-level.ts'
import { type Calibration, calibrationVersion } from './calibration-file.ts'
import { fitCosts } from './fit.ts'
import { fitAnswers, type Measured } from './fit-answers.ts'
import { thisMachine, timerLatenessMs } from './machine.ts'
import { type Phase, phaseOf } from './phase.ts'

export interface CalibrationPlan {
  /** In relation to the scenario's load, ascending. */
  readonly loadRatios: readonly Ratio[]
  /** Of each phase, its own warm-up included. */
  readonly phaseMs: Ms
  readonly gateway: 'auto' | 'nginx' | 'embedded'
  readonly load: Omit<LoadOptions, 'replication'>
  readonly progress: (text: string) => void
}

/** Before the first phase: code is compiled, caches are filled. */
const warmUpMs = 5_000
/** At the beginning of each phase. */
const settleMs = 2_000
/** Draws of the traffic that no validation uses. */
const firstReplication = 90

/** Undefined when it was stopped before the last phase. */
export async function calibrate(
  scenario: WebScenario,
  plan: CalibrationPlan,
): Promise<Calibration | undefined> {
  const { runDir, signal } = plan.load
  plan.progress('starting the cluster')
  const cluster = await startCluster(scenario, { runDir, gateway: plan.gateway })
  try {
    const phases = await measured(cluster, scenario, plan)
    if (signal.aborted) return undefined
    plan.progress('fitting')
    const measuredNow: Measured = {
      kind: 'calibration',
      version: calibrationVersion,
      date: new Date().toISOString(),
      scenario: scenario.name,
      machine: thisMachine(),
      parts: cluster.parts,
      generator: plan.load.with,
      timerLatenessMs: await timerLatenessMs(),
      phases,
    }
    await cluster.stop()
    const answers = await fitAnswers(scenario, measuredNow, signal)
    return answers && { ...measuredNow, fit: fitCosts(phases, answers), answers }
  } finally {
    await cluster.stop()
  }
}

async function measured(cluster: Cluster, scenario: WebScenario, plan: CalibrationPlan): Promise<Phase[]> {
  const { loadRatios, load, phaseMs, progress } = plan
  const processors = scenario.nodes.cores > 0 ? scenario.nodes.cores : thisMachine().processors
  const drive = (ratio: Ratio, name: string, replication: number, durationMs: Ms, settle: Ms) => {
    const driven = { ...atLoad(scenario, ratio), durationMs, warmUpMs: settle }
    // Objectives are for the run itself, not for the measuring.
    return liveRun(cluster, driven, { ...load, thresholds: {}, name, replication })
  }
  progress('warming up')
  await drive(loadRatios.at(-1)!, 'warm-up', firstReplication, Math.min(warmUpMs, phaseMs), 0)
  const phases: Phase[] = []
  for (const [index, ratio] of loadRatios.entries()) {
    if (load.signal.aborted) break
    progress(
      `measuring costs at ${Math.round(100 * ratio)} % of the load (${index + 1} of ${loadRatios.length})`,
    )
    const run = await drive(
      ratio,
      `calibration-${index}`,
      firstReplication + 1 + index,
      phaseMs,
      Math.min(settleMs, phaseMs / 3),
    )
    phases.push(phaseOf(run, ratio, processors))
  }
  return phases
}
