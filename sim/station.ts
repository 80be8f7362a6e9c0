import { asNetwork } from '#core/scenario/as-network.ts'
import type { StationScenario } from '#core/scenario.ts'
import type { RunResult } from './result.ts'
import { simulateNetwork } from './station/network.ts'

/** Runs a lone queueing station once, as a network of one. Errors: as simulateNetwork. */
export const simulateStation = (scenario: StationScenario, seed: number, replication: number): RunResult =>
  simulateNetwork(asNetwork(scenario), seed, replication)
