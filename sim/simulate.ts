import type { ControlState } from '#core/control/control-state.ts'
import type { Scenario, WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { phaseMetrics } from './phases.ts'
import type { RunResult } from './result.ts'
import { simulateNetwork } from './station/network.ts'
import { simulateStation } from './station.ts'
import { createWorld } from './world.ts'

export interface SimulateOptions {
  /** In place of the scenario's. */
  readonly seed?: number
  /** Number of the replication, 0 and up; each has its own streams. */
  readonly replication?: number
  /** Told once each virtual second. */
  readonly progress?: (virtualMs: Ms) => void
  /** Told at the end what the control loops have learned, one state a node. */
  readonly learned?: (states: readonly ControlState[]) => void
}

/** Runs a scenario once. The same scenario, seed and replication give the same result on every machine. */
export function simulate(scenario: Scenario, options: SimulateOptions = {}): RunResult {
  const seed = options.seed ?? scenario.seed
  const replication = options.replication ?? 0
  if (scenario.model === 'station') return simulateStation(scenario, seed, replication)
  if (scenario.model === 'network') return simulateNetwork(scenario, seed, replication)
  return simulateWeb({ ...scenario, seed }, replication, options)
}

function simulateWeb(
  scenario: WebScenario,
  replication: number,
  { progress, learned }: SimulateOptions,
): RunResult {
  const world = createWorld(scenario, replication)
  world.open()
  for (let until = 1000; until < scenario.durationMs; until += 1000) {
    world.runUntil(until)
    progress?.(until)
  }
  world.runUntil(scenario.durationMs)
  const totals = world.totals()
  world.measure.sample(totals)
  learned?.(world.control.states())
  const series = [...world.measure.series(), ...world.control.series()]
  return {
    scenario: scenario.name,
    seed: scenario.seed,
    replication,
    fingerprint: world.fingerprint.text(),
    virtualMs: scenario.durationMs,
    warmUpMs: scenario.warmUpMs,
    events: world.calendar.performed,
    metrics: {
      ...world.measure.metrics(totals),
      ...(scenario.sloMs === undefined
        ? {}
        : { sloMissRatio: { value: world.measure.missRatio(scenario.sloMs), unit: 'ratio' } }),
      ...world.staleness.metrics(world.redis.operations),
      ...world.control.metrics(),
      ...world.nodeMetrics(),
      'waitMs.max': { value: world.machine.waitMsMax, unit: 'ms' },
      ...phaseMetrics(scenario.phases, series[0]!.values, scenario.warmUpMs % 1000 || 1000),
    },
    series,
    responseMs: world.measure.response.buckets(),
    stagesMs: world.measure.stagesMs(),
  }
}
