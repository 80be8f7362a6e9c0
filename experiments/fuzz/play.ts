import { TandemError } from '#core/errors.ts'
import type { PageRequest } from '#core/flow/request.ts'
import type { Observer } from '#core/flow/runner.ts'
import type { WebScenario } from '#core/scenario.ts'
import { pageTenant } from '#core/workload/request-source.ts'
import { serve } from '#sim/driver.ts'
import { createWorld, type World } from '#sim/world.ts'
import { convergence } from '../consistency/convergence.ts'
import type { Operation } from '../consistency/history.ts'
import { promised } from './promise.ts'
import { historyRecorder } from './recorder.ts'

/** A claim that did not hold, and what shows it. */
export interface Finding {
  readonly claim: string
  readonly reason: string
  readonly counterExample: readonly Operation[]
}

export interface Played {
  readonly operations: number
  readonly finding: Finding | undefined
}

const silent: Observer = { started() {}, effect() {}, replied() {}, raised() {}, ended() {} }

/** How long requests and repairs may take after the last one was let in, beside the time to live. */
const settleMs = 2_000

/**
 * Runs a scenario, waits until everything must have settled, reads every page at every node, and checks all that is promised.
 *
 * Parameters  change, to break something on purpose before the run
 */
export function play(scenario: WebScenario, change: (world: World) => void = () => {}): Played {
  const recorder = historyRecorder(() => world.clock.now)
  const world: World = createWorld(scenario, 0, recorder)
  change(world)
  let mistake: Error | undefined
  world.runner.observer = {
    ...silent,
    ended: (_, outcome) => {
      // What the world does wrong has a code; anything else is our mistake.
      if (outcome.kind === 'failed' && !(outcome.error instanceof TandemError)) mistake ??= outcome.error
    },
  }
  try {
    world.open()
    world.runUntil(scenario.durationMs)
    world.close()
    const settledAt = scenario.durationMs + scenario.redis.ttlMs + settleMs
    world.runUntil(settledAt)
    for (const request of everyPage(scenario))
      for (const node of world.nodes)
        world.runner.start(serve(node, request), node.index, undefined, () => {})
    world.runUntil(settledAt + settleMs)
    if (mistake !== undefined) throw mistake
    const history = recorder.history()
    return {
      operations: history.length,
      finding: leftBehind(world) ?? broken(scenario, history, settledAt),
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return {
      operations: 0,
      finding: { claim: 'nothing fails inside', reason: error.message, counterExample: [] },
    }
  }
}

const everyPage = ({ workload }: WebScenario): PageRequest[] =>
  Array.from({ length: workload.pages }, (_, page) => ({
    id: -1 - page,
    kind: 'read',
    tenant: pageTenant(page, workload),
    page,
    query: 0,
  }))

/** Requests that never end, loads that are never landed, caches that do not add up. */
function leftBehind({ runner, nodes }: World): Finding | undefined {
  const found = (reason: string): Finding => ({ claim: 'nothing is left behind', reason, counterExample: [] })
  if (runner.live > 0) return found(`${runner.live} tasks wait for ever`)
  for (const { index, flights, tiers } of nodes) {
    tiers.check()
    if (flights.length > 0) return found(`node ${index} has ${flights.length} loads that never landed`)
  }
  return undefined
}

function broken(
  scenario: WebScenario,
  history: readonly Operation[],
  settledAt: number,
): Finding | undefined {
  const claims = [
    ...promised(scenario),
    {
      name: 'everything settles on the newest version',
      check: (all: readonly Operation[]) => convergence(all, settledAt),
    },
  ]
  for (const { name, check } of claims) {
    const { holds, reason, counterExample } = check(history)
    if (!holds) return { claim: name, reason, counterExample }
  }
  return undefined
}
