/** The control loops of all nodes in virtual time, and what they have done. */
import type { ControlState } from '#core/control/control-state.ts'
import { type ControlLoop, createControlLoop } from '#core/flow/control-loop.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { Runner } from '#core/flow/runner.ts'
import type { Task } from '#core/flow/task.ts'
import type { RunResult } from './result.ts'

export interface ControlLoops {
  /** None without a control loop in the scenario. */
  readonly loops: readonly ControlLoop[]
  start(runner: Runner): void
  stop(): void
  /** Called once a second, as the other series. */
  sample(): void
  /** Figures from here on count. */
  startCounting(): void
  metrics(): RunResult['metrics']
  series(): RunResult['series']
  /** What the controllers have learned, one state a node. */
  states(): readonly ControlState[]
}

/** Errors: ConfigInvalid when the state of the scenario does not fit. */
export function createControlLoops(nodes: readonly AppNode[], replication: number): ControlLoops {
  const watched = nodes.filter(({ scenario }) => scenario.control.isEnabled)
  const loops = watched.map((node) => createControlLoop(node, replication))
  const actions: number[] = []
  let tasks: Task[] = []
  let from = { rewards: 0, count: 0 }

  const sum = (of: (loop: ControlLoop) => number) => loops.reduce((total, loop) => total + of(loop), 0)
  const rewards = () => ({ rewards: sum((loop) => loop.rewardSum), count: sum((loop) => loop.count) })

  return {
    loops,
    start(runner) {
      tasks = loops.map((loop, index) =>
        runner.start<unknown>(loop.run(), watched[index]!.index, undefined, ended),
      )
    },
    stop() {
      for (const task of tasks) task.cancel()
    },
    sample() {
      if (loops.length > 0) actions.push(sum(({ action }) => action) / loops.length)
    },
    startCounting() {
      from = rewards()
    },
    metrics() {
      if (loops.length === 0) return {}
      const now = rewards()
      const fallback = sum((loop) => loop.controller.fallbackRatio(watched[0]!.clock.now))
      return {
        'control.fallbackRatio': { value: fallback / loops.length, unit: 'ratio' },
        'control.rewardMean': {
          value: (now.rewards - from.rewards) / Math.max(1, now.count - from.count),
          unit: 'reward',
        },
      }
    },
    series: () =>
      loops.length === 0 ? [] : [{ name: 'controlAction', unit: 'action', values: actions.map(orNone) }],
    states: () => loops.map(({ controller }) => controller.save()),
  }
}

/** Before the first decision there is no action; JSON has no NaN. */
const orNone = (action: number): number => (Number.isNaN(action) ? -1 : action)

/** A loop ends only when it is cancelled; what goes wrong inside it is our mistake and must not be lost. */
function ended(outcome: { readonly kind: string; readonly error?: Error }): void {
  if (outcome.kind === 'failed') throw outcome.error
}
