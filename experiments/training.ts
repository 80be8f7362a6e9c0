import type { ControlState } from '#core/control/control-state.ts'
import { TandemError } from '#core/errors.ts'
import type { Scenario } from '#core/scenario.ts'
import type { RunResult } from '#sim/result.ts'
import { simulate } from '#sim/simulate.ts'

export interface Trained {
  /** One an episode: how the learner got on. */
  readonly results: RunResult[]
  /** What it has learned in the end, one state a node. */
  readonly states: readonly ControlState[]
}

/**
 * Lets the control loops of a scenario learn: one episode after the other, each a replication with traffic of its own that goes on from
 * what was learned before. When aborted, what was learned so far is returned.
 *
 * Errors  ConfigInvalid when the scenario has no control loop
 */
export function train(
  scenario: Scenario,
  o: {
    readonly episodes: number
    readonly seed?: number | undefined
    readonly signal?: AbortSignal
    readonly progress?: (done: number) => void
  },
): Trained {
  if (scenario.model !== 'web' || !scenario.control.isEnabled)
    throw new TandemError(
      'ConfigInvalid',
      `${scenario.name}: control.enabled: nothing learns here (allowed: true)`,
    )
  const results: RunResult[] = []
  let states: readonly ControlState[] = []
  for (let episode = 0; episode < o.episodes && o.signal?.aborted !== true; episode++) {
    const state = states.length > 0 ? states : scenario.control.state
    const next = { ...scenario, control: { ...scenario.control, state } }
    const learned = (told: readonly ControlState[]) => {
      states = told
    }
    const seed = o.seed ?? scenario.seed
    results.push(simulate(next, { seed, replication: episode, learned }))
    o.progress?.((episode + 1) / o.episodes)
  }
  return { results, states }
}
