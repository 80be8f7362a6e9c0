import type { ControlState } from '#core/control/control-state.ts'
import type { Switch } from '#core/control/safe-hybrid.ts'
import type { ControlLoop, Decision } from '#core/flow/control-loop.ts'

/** What the control loop of a node has done and learned; answers `/control`. */
export interface ControlSnapshot {
  readonly decisionCount: number
  readonly rewardMean: number
  readonly fallbackRatio: number
  /** The first decisions; what is not a number is null. */
  readonly decisions: readonly Decision[]
  readonly switches: readonly Switch[]
  readonly state: ControlState
}

/** Parameters: now, of the clock that the loop runs on. */
export const controlSnapshot = (loop: ControlLoop, now: number): ControlSnapshot => ({
  decisionCount: loop.count,
  rewardMean: loop.rewardSum / Math.max(1, loop.count),
  fallbackRatio: loop.controller.fallbackRatio(now),
  decisions: loop.decisions,
  switches: loop.controller.switches,
  state: loop.controller.save(),
})

/** The same figures in the text format of Prometheus; nothing without a loop. */
export function controlText(loop: ControlLoop | undefined, now: number): string {
  if (loop === undefined) return ''
  const lines = [
    `tandem_control_decisions_total ${loop.count}`,
    `tandem_control_reward_sum ${loop.rewardSum}`,
    `tandem_control_fallback_ratio ${loop.controller.fallbackRatio(now)}`,
  ]
  if (!Number.isNaN(loop.action)) lines.push(`tandem_control_action ${loop.action}`)
  return `${lines.join('\n')}\n`
}
