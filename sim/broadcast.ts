/** Messages about new versions on their way from the shared cache to the nodes. */
import type { Invalidation } from '#core/cache/entry.ts'
import type { AppNode } from '#core/flow/node.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Calendar } from './calendar.ts'
import { eventKinds } from './event.ts'
import type { Faults } from './fault/faults.ts'
import type { SimulatedFleet } from './fleet.ts'
import type { Staleness } from './staleness.ts'

/** Subject of the event `invalidation`. */
export interface InvalidationOnItsWay {
  readonly node: number
  readonly invalidation: Invalidation
}

export interface Broadcast {
  /** Hands a message to nodes, to all when none are named. */
  send(invalidation: Invalidation, to?: readonly number[]): void
  /** A message has arrived. Reply: its key. */
  receive(message: InvalidationOnItsWay): number
}

export function createBroadcast(
  { redis, seed }: WebScenario,
  replication: number,
  world: {
    readonly calendar: Calendar
    readonly nodes: readonly AppNode[]
    readonly staleness: Staleness
    readonly faults: Faults | undefined
    readonly fleet?: SimulatedFleet | undefined
  },
): Broadcast {
  const { calendar, nodes, staleness, faults, fleet } = world
  const delay = sampler(redis.roundTrip, stream(seed, 'redis.publish', replication))
  const everyNode = nodes.map(({ index }) => index)
  const halfMs = () => delay() / 2

  return {
    send(invalidation, to = fleet?.running() ?? everyNode) {
      staleness.messages += to.length
      for (const node of to) {
        const message: InvalidationOnItsWay = { node, invalidation }
        for (const delayMs of faults === undefined ? [halfMs()] : faults.deliveries(halfMs))
          calendar.schedule(calendar.now + delayMs, eventKinds.invalidation, message)
      }
    },
    receive({ node, invalidation }) {
      if (!faults?.isDeaf(node)) nodes[node]!.invalidated(invalidation)
      return invalidation.key
    },
  }
}
