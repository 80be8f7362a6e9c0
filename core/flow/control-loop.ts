/**
 * The control loop of a node: observes it, judges the period that ends, asks the controller and applies what it says. Written once; both
 * drivers run it as a task of the node.
 *
 * Source    preprint section 3.3 (monitors queue length, CPU variance and I/O wait; reconfigures weights and thresholds)
 * Deviates  a node that crashes and restarts keeps its controller, as if its state were kept outside
 */
import { type Controller, createController } from '#core/control/controller.ts'
import { observationOf } from '#core/control/observed.ts'
import type { PeriodSummary } from '#core/control/period.ts'
import { rewardOf } from '#core/control/reward.ts'
import { applyPreset, type Preset, type Settings, settingsNow } from '#core/control/settings.ts'
import { invariant } from '#core/invariant.ts'
import { log1p } from '#core/math/log1p.ts'
import { stream } from '#core/random.ts'
import type { ControlConfig } from '#core/scenario/control-schema.ts'
import { inOrder } from '#core/schedule/class-values.ts'
import type { Ms } from '#core/units.ts'
import { type Flow, sleep } from './effect.ts'
import type { AppNode } from './node.ts'

/** One decision: what was seen, how the period before had gone, and what was done. */
export interface Decision {
  readonly atMs: Ms
  readonly observation: readonly number[]
  readonly reward: number
  /** Share of the period's requests that were late or refused; NaN when there was none. */
  readonly missRatio: number
  /** What the detector watches; NaN when nothing was finished. */
  readonly watched: number
  readonly action: number
}

export interface ControlLoop {
  /** Never ends by itself; cancel its task. */
  run(): Flow<void>
  readonly controller: Controller
  /** Decisions so far, and the sum of the rewards of the periods that they ended. */
  readonly count: number
  readonly rewardSum: number
  /** What was decided last; NaN before the first decision. */
  readonly action: number
  /** The first decisions, at most `decisionsKept`. */
  readonly decisions: readonly Decision[]
}

export const decisionsKept = 1000

/** Errors: ConfigInvalid when the saved state of the scenario does not fit. */
export function createControlLoop(node: AppNode, replication = 0): ControlLoop {
  const { clock, runQueue, period, scenario } = node
  const config = scenario.control
  invariant(period !== undefined, 'a control loop runs on a node whose scenario has one')
  const controller = createController(
    config,
    stream(scenario.seed, `control.${node.index}`, replication),
    stateOf(config, node.index),
  )
  const apply = applier(config, node.settings)
  const decisions: Decision[] = []
  let count = 0
  let rewardSum = 0
  let action = Number.NaN

  function* samples(): Flow<void> {
    const everyMs = config.intervalMs / config.samples
    for (let sample = 0; sample < config.samples; sample++) {
      const [sinceMs, busyMs] = [clock.now, runQueue.busyMs]
      yield* sleep(everyMs)
      const elapsedMs = clock.now - sinceMs
      const busy = elapsedMs > 0 ? Math.min(1, (runQueue.busyMs - busyMs) / elapsedMs) : 0
      period!.sampled(runQueue.length, busy)
    }
  }

  function decide(summary: PeriodSummary, elapsedMs: Ms): void {
    const observation = observationOf(config.observes, summary, elapsedMs)
    const reward = rewardOf(summary, config)
    const watched = log1p(summary.responseMsMean)
    const { missRatio } = summary
    action = controller.decide({ observation, reward, watched, sloMissRatio: missRatio }, clock.now)
    apply(action)
    count++
    rewardSum += reward
    if (decisions.length < decisionsKept)
      decisions.push({
        atMs: clock.now,
        observation: Array.from(observation),
        reward,
        missRatio,
        watched,
        action,
      })
  }

  return {
    *run() {
      for (;;) {
        const startedMs = clock.now
        yield* samples()
        decide(period.close(), clock.now - startedMs)
      }
    },
    controller,
    get count() {
      return count
    },
    get rewardSum() {
      return rewardSum
    },
    get action() {
      return action
    },
    decisions,
  }
}

/** The state that was saved for this node; nodes beyond those that were saved begin again from the first. */
const stateOf = ({ state }: ControlConfig, index: number): unknown =>
  state === undefined || state.length === 0 ? undefined : state[index % state.length]

/** What a decision does to the settings of the node. */
function applier(config: ControlConfig, settings: Settings): (action: number) => void {
  const configured = settingsNow(settings)
  const { sets } = config
  if (sets !== 'preset') return (value) => applyPreset(settings, configured, { [sets]: value })
  const presets = config.presets.map(
    ({ levels, ...rest }): Preset => ({
      ...rest,
      levels: levels === undefined ? undefined : inOrder(levels),
    }),
  )
  return (chosen) => applyPreset(settings, configured, presets[chosen]!)
}
