import { TandemError } from '#core/errors.ts'
import { createPolicy } from '#core/policy.ts'
import { instancePool } from '#core/scale/instance-pool.ts'
import { type KeepAlive, keepAlivePolicies } from '#core/scale/keep-alive.ts'
import { processorsEach } from '#core/scenario/fleet-schema.ts'
import type { NodesConfig } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Clock } from './clock.ts'
import { type Flow, forward, startNode, wait } from './effect.ts'
import type { PageRequest, PageResponse } from './request.ts'
import { Signal } from './signal.ts'

export interface FunctionCounters {
  calls: number
  /** Calls for which an instance was started. */
  cold: number
  /** Calls refused, as all instances were full. */
  refused: number
}

/** A serverless fleet behind a gateway: instances that calls start and that end when they were idle for long enough. */
export interface Functions {
  /** Raises QueueFull when as many instances as may be are full, NodeUnavailable when one does not start. */
  call(request: PageRequest): Flow<PageResponse>
  /** Time that instances were there so far: starting, at work, or kept warm. */
  nodeMs(): Ms
  /** Instances that were started. */
  starts(): number
  /** None: an instance that fails is not called again. */
  restarts(): number
  readonly counters: FunctionCounters
}

/**
 * A call runs on a warm instance with room; else one is started for it. Calls that an instance gets while it starts wait for it.
 *
 * Source  Wang, Li, Zhang, Ristenpart, Swift, ATC 2018 (placement); Shahrad et al., ATC 2020 (keep-alive)
 * Cost    O(instances) a call
 */
export function createFunctions(nodes: NodesConfig, clock: Clock): Functions {
  const pool = instancePool({
    concurrency: nodes.serverless.concurrency,
    instancesMax: nodes.scale.nodesMax,
    keepAlive: createPolicy<undefined, KeepAlive>(keepAlivePolicies, nodes.serverless.keepAlive, undefined),
  })
  const starting = new Map<number, Signal<void>>()
  const underWay = new Map<number, number>()
  const counters: FunctionCounters = { calls: 0, cold: 0, refused: 0 }
  let busyMs = 0
  let busy = 0
  let changedAtMs = clock.now

  function book(): void {
    busyMs += busy * (clock.now - changedAtMs)
    changedAtMs = clock.now
  }

  function begin(instance: number): void {
    const before = underWay.get(instance) ?? 0
    book()
    if (before === 0) busy++
    underWay.set(instance, before + 1)
  }

  function end(instance: number): void {
    const left = underWay.get(instance)! - 1
    book()
    if (left === 0) busy--
    underWay.set(instance, left)
    pool.ended(instance, clock.now)
  }

  function* warm(instance: number): Flow<void> {
    const started = new Signal<void>()
    starting.set(instance, started)
    counters.cold++
    try {
      yield* startNode({ node: instance, processors: processorsEach(nodes), isReplacement: false })
    } finally {
      starting.delete(instance)
      started.resolve()
    }
  }

  return {
    *call(request) {
      counters.calls++
      const placed = pool.call(clock.now)
      if (placed === undefined) {
        counters.refused++
        throw new TandemError('QueueFull', `all ${nodes.scale.nodesMax} instances are full`)
      }
      const { instance, isCold } = placed
      begin(instance)
      try {
        if (isCold) yield* warm(instance)
        else if (starting.has(instance)) yield* wait(starting.get(instance)!)
        return yield* forward(instance, request)
      } finally {
        end(instance)
      }
    },
    nodeMs: () => busyMs + busy * (clock.now - changedAtMs) + pool.idleMs + pool.idleOpenMs(clock.now),
    starts: () => counters.cold,
    restarts: () => 0,
    counters,
  }
}
