/** Load on a live cluster while its scenario's faults are done to it; then what its nodes read and wrote is judged as `fuzz` does it. */
import { setTimeout as wait } from 'node:timers/promises'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { pageTenant } from '#core/workload/request-source.ts'
import type { Cluster } from '#server/launch.ts'
import { promised } from '../fuzz/promise.ts'
import { convergence } from './convergence.ts'
import type { Operation, Verdict } from './history.ts'
import { liveHistory } from './live-history.ts'

export interface Checked extends Verdict {
  readonly claim: string
}

export interface LiveCheck {
  readonly operations: number
  /** Of these, how many came before the shared cache first gave no answer: what the strong claims are about. */
  readonly whileReachable: number
  readonly unreachableAtMs: Ms
  readonly checked: readonly Checked[]
  readonly holds: boolean
}

/**
 * Longest time that a message, and the loop that takes it, may need on a machine that does other things as well. Well below the time to
 * live, or nothing could be told from it.
 */
const messageMs = 800

/** After the time to live, for what is still under way. */
const settleMs = 500

/**
 * Does the faults while load runs, waits until everything must have settled, reads every page at every node, and judges.
 *
 * Parameters  cluster started with `history` and `faults`; it is stopped
 */
export async function checkUnderFaults<T>(
  scenario: WebScenario,
  cluster: Cluster,
  load: () => Promise<T>,
): Promise<{ readonly result: T; readonly check: LiveCheck }> {
  const faults = cluster.startFaults()
  const result = await load()
  await faults.done
  faults.stop()
  await wait(scenario.redis.ttlMs + settleMs)
  const settledAtMs = faults.elapsedMs()
  await readEverywhere(scenario, cluster.nodeUrls)
  await cluster.stop()
  const { operations, unreachableAtMs } = liveHistory(cluster.histories, faults.startedAtMs)
  return { result, check: judged(scenario, operations, { settledAtMs, unreachableAtMs }) }
}

/** Every page at every node, as it is after all is over. */
async function readEverywhere({ workload }: WebScenario, nodeUrls: readonly string[]): Promise<void> {
  for (const url of nodeUrls)
    for (let page = 0; page < workload.pages; page++)
      await (await fetch(`${url}/t/${pageTenant(page, workload)}/p/${page}?q=0`)).text()
}

/** Parameters: settledAtMs, after which every read must see the newest version. */
export function judged(
  scenario: WebScenario,
  operations: readonly Operation[],
  { settledAtMs, unreachableAtMs }: { readonly settledAtMs: Ms; readonly unreachableAtMs: Ms },
): LiveCheck {
  const claims = [
    ...promised(scenario, { messageMs, unreachableAtMs }),
    {
      name: 'everything settles on the newest version',
      check: (all: readonly Operation[]) => convergence(all, settledAtMs),
    },
  ]
  const checked = claims.map(({ name, check }): Checked => ({ claim: name, ...check(operations) }))
  return {
    operations: operations.length,
    whileReachable: operations.filter(({ start }) => start < unreachableAtMs).length,
    unreachableAtMs,
    checked,
    holds: checked.every(({ holds }) => holds),
  }
}
