import type { CostAtRate, WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { simulate } from '#sim/simulate.ts'
import { atLoad } from '../live/load-level.ts'
import { calibrated } from './apply.ts'
import type { Calibration } from './calibration-file.ts'
import type { Phase } from './phase.ts'

/** Long enough for some hundred answers of nodes. */
const simulatedMs = 8_000
const warmUpMs = 2_000
const factorMin = 0.02
const factorMax = 50

/**
 * How much longer the round trips of shared cache and database must be at each load, so that a simulated answer of a node takes as long as a
 * real one did. What the model does not know of the machine (two processors that share one core, cold caches, interrupts) is in here.
 *
 * Method  an answer is longer by the same for each part of the delays, so a line through two simulations gives the factor, a third corrects it
 */
export function fitDelays(scenario: WebScenario, calibration: Calibration): CostAtRate[] {
  return calibration.phases.map((phase) => ({
    ratePerSecond: phase.ratePerSecond,
    factor: factorOf(phase, (factor) => nodeAnswerMs(scenario, calibration, phase, factor)),
  }))
}

function nodeAnswerMs(
  scenario: WebScenario,
  calibration: Calibration,
  { loadRatio, ratePerSecond }: Phase,
  factor: number,
): Ms {
  const delaysAtRate = [{ ratePerSecond, factor }]
  const short = { ...atLoad(scenario, loadRatio), durationMs: simulatedMs, warmUpMs }
  return simulate(calibrated(short, { ...calibration, delaysAtRate })).metrics['nodeAnswerMs.mean']!.value
}

function factorOf({ nodeAnswerMs: live }: Phase, simulated: (factor: number) => Ms): number {
  if (live.count === 0) return 1
  let [from, to] = [1, 2]
  let [fromMs, toMs] = [simulated(from), simulated(to)]
  for (let step = 0; step < 2; step++) {
    const slope = (toMs - fromMs) / (to - from)
    if (!(slope > 0)) return bounded(to)
    const next = bounded(to + (live.mean - toMs) / slope)
    if (Math.abs(next - to) < 1e-3 * to) return next
    ;[from, fromMs] = [to, toMs]
    ;[to, toMs] = [next, simulated(next)]
  }
  return bounded(to)
}

const bounded = (factor: number): number => Math.min(factorMax, Math.max(factorMin, factor))
