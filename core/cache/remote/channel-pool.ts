/**
 * The connections of a node to the shared cache. A tenant's operations go over one of them, by the hash slot of its tag, so that tenants of
 * different channels never queue behind each other. On a channel a window keeps the queue on this side, where it is fair: while as many
 * operations are under way as the window holds, the others wait in turn, one of each tenant at a time. A quiet tenant then waits for the
 * window and one operation of each other tenant, however many of them a noisy one has.
 *
 *   noisy  o o o o o o o o \
 *                           turn by turn --> [ window ] --> channel, first come first served
 *   quiet  o               /
 *
 * Source      Redis cluster specification (slots, tags); Nagle: On Packet Switches with Infinite Storage, RFC 970, 1985 (fair queueing)
 * Parameters  channels, 1..; window, operations under way on a channel, 0 = any number
 * Cost        O(1) an operation
 */
import { hashSlot, tenantTag } from './hash-slot.ts'

export interface ChannelPool {
  channelOf(tenant: number): number
  /**
   * Calls `start` when the operation may go, at once or later. What is returned ends it, whether it has started, waits or has ended before;
   * the next in turn then starts.
   */
  enter(tenant: number, start: () => void): () => void
  /** Operations that wait. */
  readonly waiting: number
}

interface Operation {
  readonly start: () => void
  state: 'waiting' | 'under way' | 'ended'
}

interface Channel {
  underWay: number
  /** In the order of their turns. */
  readonly tenants: Map<number, Operation[]>
}

export function channelPool({
  channels,
  window,
}: {
  readonly channels: number
  readonly window: number
}): ChannelPool {
  const own = Array.from({ length: channels }, (): Channel => ({ underWay: 0, tenants: new Map() }))
  const known: number[] = []
  let waiting = 0

  const channelOf = (tenant: number): number => (known[tenant] ??= channelOfTenant(tenant, channels))

  function start(channel: Channel, operation: Operation): void {
    channel.underWay++
    operation.state = 'under way'
    operation.start()
  }

  /** The first of the tenant whose turn it is; the tenant then waits for its next turn. */
  function next({ tenants }: Channel): Operation | undefined {
    for (const [tenant, queue] of tenants) {
      tenants.delete(tenant)
      const operation = queue.find(({ state }) => state === 'waiting')
      if (operation === undefined) continue
      queue.splice(0, queue.indexOf(operation) + 1)
      if (queue.length > 0) tenants.set(tenant, queue)
      return operation
    }
    return undefined
  }

  function end(channel: Channel, operation: Operation): void {
    const { state } = operation
    operation.state = 'ended'
    if (state === 'waiting') waiting--
    if (state !== 'under way') return
    channel.underWay--
    const following = next(channel)
    if (following === undefined) return
    waiting--
    start(channel, following)
  }

  return {
    channelOf,
    enter(tenant, begin) {
      const channel = own[channelOf(tenant)]!
      const operation: Operation = { start: begin, state: 'waiting' }
      if (window === 0 || channel.underWay < window) start(channel, operation)
      else {
        waiting++
        const queue = channel.tenants.get(tenant)
        if (queue === undefined) channel.tenants.set(tenant, [operation])
        else queue.push(operation)
      }
      return () => end(channel, operation)
    },
    get waiting() {
      return waiting
    },
  }
}

/** The channel of a tenant's keys, the same on both sides of the network. */
export const channelOfTenant = (tenant: number, channels: number): number =>
  hashSlot(tenantTag(tenant)) % channels
