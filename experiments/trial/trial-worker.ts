/** Runs one part of the trial in a worker thread: some runs, where asked after training of the same seed. */
import type { ControlState } from '#core/control/control-state.ts'
import type { WebScenario } from '#core/scenario.ts'
import { simulate } from '#sim/simulate.ts'
import type { Order } from '../worker-pool.ts'

export interface TrialJob {
  /** Number of the seed: traffic, policy and training are drawn from it. */
  readonly replication: number
  /** Learned one after the other, again and again; empty: nothing is learned before. */
  readonly training: readonly WebScenario[]
  readonly rounds: number
  readonly tests: readonly WebScenario[]
}

/** What is compared of a run. */
export interface TrialRun {
  /** Mean cost of a period, the negative reward. */
  readonly cost: number
  readonly responseMsMean: number
  readonly responseMsP95: number
  readonly errorRatio: number
  readonly fallbackRatio: number
}

/** Training draws from seeds of its own. */
const trainingSeed = 1_000

export function perform({ job, notes }: Order<TrialJob>): TrialRun[] {
  const { training, rounds, tests, replication } = job
  const runs = training.length * rounds + tests.length
  let done = 0
  const finished = () => notes.postMessage(++done / runs)
  const state = learned(job, finished)
  return tests.map((scenario) => {
    const own = state === undefined ? scenario : withState(scenario, state)
    const run = trialRun(own, replication)
    finished()
    return run
  })
}

function learned({ training, rounds, replication }: TrialJob, finished: () => void) {
  let state: readonly ControlState[] | undefined
  for (let episode = 0; episode < training.length * rounds; episode++) {
    const scenario = training[episode % training.length]!
    simulate(state === undefined ? scenario : withState(scenario, state), {
      seed: trainingSeed + replication,
      replication: episode,
      learned: (states) => {
        state = states
      },
    })
    finished()
  }
  return state
}

const withState = (scenario: WebScenario, state: readonly ControlState[]): WebScenario => ({
  ...scenario,
  control: { ...scenario.control, state },
})

function trialRun(scenario: WebScenario, replication: number): TrialRun {
  const { metrics } = simulate(scenario, { replication })
  const value = (name: string) => metrics[name]!.value
  return {
    cost: -value('control.rewardMean'),
    responseMsMean: value('responseMs.mean'),
    responseMsP95: value('responseMs.p95'),
    errorRatio: value('errorRatio'),
    fallbackRatio: value('control.fallbackRatio'),
  }
}
