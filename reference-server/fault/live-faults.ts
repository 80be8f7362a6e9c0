/**
 * Makes go wrong in a live cluster what the section `faults` of its scenario says, at the times it says, with the signals and sockets that
 * would do so in production.
 *
 *   crashes      SIGKILL to the node; a new process at the end       pauses     SIGSTOP, SIGCONT
 *   partitions   its proxy ends all connections and takes none       stalls     SIGSTOP to the database, or the embedded one waits
 *   disconnects  CLIENT KILL TYPE pubsub, again and again            messages   the proxies lose, double and delay what subscribers hear
 *   failOvers    SAVE, SIGKILL to Redis, and its start from what was saved: the writes after that are lost
 */
import { TandemError } from '#core/errors.ts'
import { deliveries } from '#core/fault/deliveries.ts'
import { stream } from '#core/random.ts'
import type { FaultsConfig, Window } from '#core/scenario/fault-schema.ts'
import type { Ms } from '#core/units.ts'
import { machineNow } from './operation-log.ts'
import type { Fate } from './proxy.ts'

/** What can be done to a live cluster. */
export interface Hands {
  killNode(node: number): void
  startNode(node: number): Promise<void>
  pauseNode(node: number): void
  continueNode(node: number): void
  cutNode(node: number): void
  healNode(node: number): void
  spoilMessages(fate: Fate | undefined): void
  dropSubscribers(): Promise<unknown>
  saveStore(): Promise<unknown>
  killStore(): void
  /** Starts it with what was saved last, if anything was. */
  startStore(): Promise<void>
  stallDatabase(): void
  continueDatabase(): void
}

export interface LiveFaults {
  /** On the clock of histories. */
  readonly startedAtMs: Ms
  elapsedMs(): Ms
  /** Ends when the last fault is over and repaired. Errors: the first thing that could not be done. */
  readonly done: Promise<void>
  /** Does nothing more, and lets whatever stands still go on. */
  stop(): void
}

/** Between two disconnections while nobody may be subscribed. */
const againMs = 20

/** Errors: ConfigInvalid, with everything that a live cluster cannot do. */
export function refuseFaults({ memoryFull, clockSkews }: FaultsConfig): void {
  const refused = [
    memoryFull.length > 0 && 'memoryFull (this Redis evicts, it never refuses an entry)',
    clockSkews.length > 0 && 'clockSkews (all processes of one machine share its clock)',
  ].filter((text) => text !== false)
  if (refused.length > 0)
    throw new TandemError(
      'ConfigInvalid',
      `faults: a live cluster cannot do ${refused.join(' and ')}; simulate the scenario, or leave them out`,
    )
}

export function startFaults(faults: FaultsConfig, seed: number, hands: Hands): LiveFaults {
  refuseFaults(faults)
  const timers = new Set<NodeJS.Timeout>()
  const acts: Promise<void>[] = []
  const depths = new Map<string, number>()
  let isStopped = false
  const startedAtMs = machineNow()

  function at(ms: Ms, act: () => unknown): void {
    acts.push(
      new Promise((done, failed) => {
        const timer = setTimeout(() => {
          timers.delete(timer)
          Promise.resolve(isStopped ? undefined : act()).then(() => done(), failed)
        }, ms)
        timers.add(timer)
      }),
    )
  }

  /** Windows of the same thing may overlap: it begins with the first and ends with the last. */
  function during(what: string, { atMs, forMs }: Window, begin: () => unknown, end: () => unknown): void {
    at(atMs, () => {
      const depth = depths.get(what) ?? 0
      depths.set(what, depth + 1)
      return depth === 0 ? begin() : undefined
    })
    at(atMs + forMs, () => {
      const depth = depths.get(what)! - 1
      depths.set(what, depth)
      return depth === 0 ? end() : undefined
    })
  }

  for (const crash of faults.crashes) {
    const { node } = crash
    during(
      `crash ${node}`,
      crash,
      () => hands.killNode(node),
      () => hands.startNode(node),
    )
  }
  for (const pause of faults.pauses) {
    const { node } = pause
    during(
      `pause ${node}`,
      pause,
      () => hands.pauseNode(node),
      () => hands.continueNode(node),
    )
  }
  for (const cut of faults.partitions) {
    const { node } = cut
    during(
      `cut ${node}`,
      cut,
      () => hands.cutNode(node),
      () => hands.healNode(node),
    )
  }
  for (const { atMs, forMs } of faults.disconnects)
    for (let ms = 0; ms <= forMs; ms += againMs) at(atMs + ms, hands.dropSubscribers)
  for (const stall of faults.stalls) during('stall', stall, hands.stallDatabase, hands.continueDatabase)
  for (const failOver of faults.failOvers) {
    if (failOver.losesMs < failOver.atMs) at(failOver.atMs - failOver.losesMs, hands.saveStore)
    during('fail-over', failOver, hands.killStore, hands.startStore)
  }
  const { lostRatio, duplicatedRatio, lateRatio } = faults.messages
  const random = stream(seed, 'fault.message')
  if (lostRatio + duplicatedRatio + lateRatio > 0)
    hands.spoilMessages(() => deliveries(faults.messages, random, () => 0))

  const done = Promise.all(acts).then(() => {})
  // Whoever waits for it hears of it; nobody may.
  done.catch(() => {})
  return {
    startedAtMs,
    elapsedMs: () => machineNow() - startedAtMs,
    done,
    stop() {
      isStopped = true
      for (const timer of timers) clearTimeout(timer)
      hands.spoilMessages(undefined)
      for (const { node } of faults.pauses) hands.continueNode(node)
      hands.continueDatabase()
    },
  }
}
