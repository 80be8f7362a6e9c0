/** Drives a fresh cluster at several loads and fits its costs. */
import type { WebScenario } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'
import { type Cluster, startCluster } from '#server/launch.ts'
import type { LoadOptions } from '#server/load/run-load.ts'
import { liveRun } from '../live/live-run.ts'
import { atLoad } from '../live/load-level.ts'
import { type WarmingSample, warmUp } from '../live/warm-up.ts'
import { type Calibration, calibrationVersion } from './calibration-file.ts'
import { fitColdCode } from './cold-code.ts'
import { fitCosts } from './fit.ts'
import { fitAnswers, type Measured } from './fit-answers.ts'
import { thisMachine, timerLatenessMs } from './machine.ts'
import { type Phase, phaseOf } from './phase.ts'
import { pooledPhase } from './pooled-phase.ts'

export interface CalibrationPlan {
  /** In relation to the scenario's load, ascending. */
  readonly loadRatios: readonly Ratio[]
  /** Of each phase, its own warm-up included. */
  readonly phaseMs: Ms
  readonly gateway: 'auto' | 'nginx' | 'embedded'
  readonly load: Omit<LoadOptions, 'replication'>
  readonly progress: (text: string) => void
}

/** At the beginning of each phase. */
const settleMs = 2_000
/** Draws of the traffic that no validation uses, and how many a look has at most. */
const firstReplication = 1000
const replicationsOfLook = 10

/** One look at the machine: the loads, one after the other, on one cluster. */
export interface Look {
  /** While its code was compiled. */
  readonly warming: readonly WarmingSample[]
  readonly phases: readonly Phase[]
  readonly parts: Cluster['parts']
}

/** Undefined when it was stopped before the end. */
export async function calibrate(
  scenario: WebScenario,
  plan: CalibrationPlan,
): Promise<Calibration | undefined> {
  const look = await lookAt(scenario, plan)
  return look && calibrationOf(scenario, [look], plan)
}

/**
 * Drives a fresh cluster at all loads; undefined when it was stopped before the last. Parameters: number, of the look; each has its own draws of
 * the traffic.
 */
export async function lookAt(
  scenario: WebScenario,
  plan: CalibrationPlan,
  number = 0,
): Promise<Look | undefined> {
  const { runDir, signal } = plan.load
  plan.progress('starting the cluster')
  const cluster = await startCluster(scenario, { runDir, gateway: plan.gateway })
  try {
    plan.progress('warming up')
    const warming = await warmUp(cluster, scenario, plan.load)
    const phases = await measured(cluster, scenario, plan, number)
    return signal.aborted ? undefined : { warming, phases, parts: cluster.parts }
  } finally {
    await cluster.stop()
  }
}

/** What all looks together tell; undefined when it was stopped. Parameters: looks, at least one, at the same loads. */
export async function calibrationOf(
  scenario: WebScenario,
  looks: readonly Look[],
  { load, progress }: Pick<CalibrationPlan, 'load' | 'progress'>,
): Promise<Calibration | undefined> {
  progress('fitting costs and answers')
  const [first] = looks as [Look]
  const phases = first.phases.map((_, index) => pooledPhase(looks.map((look) => look.phases[index]!)))
  const measuredNow: Measured = {
    kind: 'calibration',
    version: calibrationVersion,
    date: new Date().toISOString(),
    scenario: scenario.name,
    machine: thisMachine(),
    parts: first.parts,
    generator: load.with,
    timerLatenessMs: await timerLatenessMs(),
    phases,
    coldCode: fitColdCode(
      looks.map(({ warming }) => warming),
      scenario.nodes.count,
    ),
  }
  const answers = await fitAnswers(scenario, measuredNow, load.signal)
  return answers && { ...measuredNow, fit: fitCosts(phases, answers), answers }
}

async function measured(
  cluster: Cluster,
  scenario: WebScenario,
  plan: CalibrationPlan,
  number: number,
): Promise<Phase[]> {
  const { loadRatios, load, phaseMs, progress } = plan
  const processors = scenario.nodes.cores > 0 ? scenario.nodes.cores : thisMachine().processors
  const replication = firstReplication + replicationsOfLook * number
  const phases: Phase[] = []
  for (const [index, ratio] of loadRatios.entries()) {
    if (load.signal.aborted) break
    progress(
      `measuring costs at ${Math.round(100 * ratio)} % of the load (${index + 1} of ${loadRatios.length})`,
    )
    const run = await liveRun(
      cluster,
      { ...atLoad(scenario, ratio), durationMs: phaseMs, warmUpMs: Math.min(settleMs, phaseMs / 3) },
      // Objectives are for the run itself, not for the measuring.
      { ...load, thresholds: {}, name: `calibration-${index}`, replication: replication + index },
    )
    phases.push(phaseOf(run, ratio, processors))
  }
  return phases
}
