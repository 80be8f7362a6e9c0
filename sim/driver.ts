/** The driver of virtual time: performs each effect against modelled machines and resumes the task when its time has come. */

import type { Entry, EntryKey, Invalidation } from '#core/cache/entry.ts'
import { channelPool } from '#core/cache/remote/channel-pool.ts'
import { TandemError } from '#core/errors.ts'
import { admitAtNode } from '#core/flow/admit-at-node.ts'
import type { Chunk, Reply } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { PageRequest } from '#core/flow/request.ts'
import { type Parked, type Perform, parked } from '#core/flow/runner.ts'
import { servePage } from '#core/flow/serve-page.ts'
import type { Task } from '#core/flow/task.ts'
import { writePage } from '#core/flow/write-page.ts'
import type { Ms } from '#core/units.ts'
import type { Calendar } from './calendar.ts'
import type { ColdCode } from './cold-code.ts'
import type { SimulatedDatabase } from './database.ts'
import { type Answer, eventKinds } from './event.ts'
import type { Faults } from './fault/faults.ts'
import type { SimulatedFleet } from './fleet.ts'
import type { SimulatedLowerTiers } from './lower-tiers.ts'
import type { Machine } from './machine.ts'
import type { Parts } from './parts.ts'
import type { SimulatedRedis } from './redis.ts'
import { nextLookMs, type Tracking } from './tracking.ts'

export interface DriverParts {
  readonly calendar: Calendar
  readonly nodes: readonly AppNode[]
  readonly machine: Machine
  /** What else of the machine takes processor time. */
  readonly machineParts: Parts
  readonly coldCode: ColdCode | undefined
  readonly lower: SimulatedLowerTiers
  readonly redis: SimulatedRedis
  readonly database: SimulatedDatabase
  /** Time until the client has the chunk and asks for the next. */
  readonly deliveryMs: (chunk: Chunk) => Ms
  /** Hands a message to nodes, to all when none are named. */
  readonly broadcast: (invalidation: Invalidation, to?: readonly number[]) => void
  /** Where the shared cache knows who has read what. */
  readonly tracking?: Tracking | undefined
  /** Where nodes come and go. */
  readonly fleet?: SimulatedFleet | undefined
  /** What goes wrong, if anything does. */
  readonly faults?: Faults | undefined
}

export function virtualPerform(parts: DriverParts): Perform {
  const { calendar, nodes, machine, redis, database, tracking, faults, fleet, coldCode } = parts

  const abandonTimer = (task: Task) => void calendar.cancel(task.timer)

  function wakeAt(at: Ms, task: Task): Parked {
    task.timer = calendar.schedule(at, eventKinds.wake, task)
    task.abandon = abandonTimer
    return parked
  }

  function answerAt(at: Ms, task: Task, reply: Reply, operate: () => unknown): Parked {
    const answer: Answer = { task, operate, reply, part: performerOf[reply] }
    task.timer = calendar.schedule(at, eventKinds.answer, answer)
    task.abandon = abandonTimer
    return parked
  }

  /** An operation of the shared cache takes effect when it is answered. */
  function remote(tenant: number, task: Task, operate: () => unknown, reply: Reply = 'replyBody'): Parked {
    const perform = () => {
      if (redis.isDown) throw new TandemError('RemoteUnavailable', 'the simulated shared cache is down')
      return faults === undefined ? operate() : faults.remote(task.place, operate)
    }
    if (redis.window === 0) return answerAt(redis.answeredAt(tenant, calendar.now), task, reply, perform)
    return inTurn(tenant, task, perform, reply)
  }

  const pools = nodes.map(() => channelPool(redis))

  /** Over a channel of the node when the turn of the tenant has come. */
  function inTurn(tenant: number, task: Task, perform: () => unknown, reply: Reply): Parked {
    const pool = pools[task.place]!
    let isStarted = false
    const leave = pool.enter(tenant, () => {
      isStarted = true
      answerAt(redis.answeredAt(tenant, calendar.now), task, reply, () => {
        leave()
        return perform()
      })
      task.abandon = () => {
        calendar.cancel(task.timer)
        leave()
      }
    })
    if (!isStarted) task.abandon = leave
    return parked
  }

  const databaseAt = (at: Ms): Ms => faults?.databaseAnswersAt(at) ?? at

  /**
   * How far the clock of the node is ahead of that of the shared cache, 0 where both are right. Between them go times that are left, never
   * times of day.
   */
  const aheadMs = ({ place }: Task): Ms => nodes[place]!.clock.now - calendar.now

  /** Such a message names the key only. */
  function tellReaders(tracked: Tracking, { tenant, key }: EntryKey): void {
    const readers = tracked.changed({ tenant, key })
    if (readers.length > 0) parts.broadcast({ tenant, key, version: 0 }, readers)
  }

  if (tracking !== undefined) redis.left = (key) => tellReaders(tracking, key)

  /** The shared cache notices at its next look that an entry which nobody asks for has expired. */
  function expireAfter({ tenant, key, expiresAt }: Entry): void {
    calendar.schedule(nextLookMs(expiresAt), eventKinds.fault, () => {
      redis.expire({ tenant, key }, calendar.now)
      return key
    })
  }

  return {
    sleep: (ms, task) => wakeAt(calendar.now + ms, task),
    work(work, task) {
      machine.submit(task, work)
      return parked
    },
    offload(work, task) {
      machine.offload(task, work)
      return parked
    },
    forward({ node, request }, task) {
      faults?.begin(node)
      fleet?.begin(node)
      parts.machineParts.charge('forward', () => {
        if (task.isEnded) return
        const child = task.runner.start(serve(nodes[node]!, request), node, task.subject, (outcome) => {
          faults?.ended(node, child as Task)
          fleet?.ended(node, child as Task)
          parts.machineParts.charge('threads', () => {}, coldCode?.compileMs(node))
          coldCode?.answered(node)
          if (outcome.kind === 'done') task.resume(outcome.value)
          else if (outcome.kind === 'failed') task.raise(outcome.error)
        })
        faults?.working(node, child as Task, task)
        fleet?.working(node, child as Task, task)
        if (nodes[node]!.scenario.resilience.cancels) task.abandon = () => child.cancel()
      })
      return parked
    },
    remoteGet: (key, task) =>
      remote(key.tenant, task, () => {
        tracking?.read(key, task.place)
        return later(redis.get(key, calendar.now), aheadMs(task))
      }),
    remoteVersion: (key, task) =>
      remote(key.tenant, task, () => redis.version(key, calendar.now), 'replyStamp'),
    remoteSet(fill, task) {
      const kept = later(fill, -aheadMs(task))
      return remote(fill.tenant, task, () => {
        faults?.fill()
        const held = redis.set(kept, calendar.now)
        if (tracking !== undefined && held === fill.version) {
          tellReaders(tracking, fill)
          expireAfter(kept)
        }
        return held
      })
    },
    remoteLease: (request, task) =>
      remote(request.tenant, task, () => {
        const { entry, token, stale } = redis.lease(request, calendar.now)
        return { entry: later(entry, aheadMs(task)), token, stale: later(stale, aheadMs(task)) }
      }),
    tierGet(key, task) {
      const { tookMs, copy } = parts.lower.get(task.place, key, nodes[task.place]!.clock.now)
      const answer: Answer = { task, operate: () => copy, reply: 'replyBody', part: undefined }
      task.timer = calendar.schedule(calendar.now + tookMs, eventKinds.answer, answer)
      task.abandon = abandonTimer
      return parked
    },
    tierSet: (fill, task) => parts.lower.set(task.place, fill),
    load: (key, task) =>
      answerAt(databaseAt(database.readAt(calendar.now)), task, 'replyRow', () => database.load(key)),
    store: (input, task) =>
      answerAt(databaseAt(database.writtenAt(calendar.now)), task, 'replyRow', () => database.store(input)),
    publish: (invalidation, task) =>
      remote(invalidation.tenant, task, () => {
        redis.outdate(invalidation, invalidation.version, calendar.now, invalidation.holdsStale)
        const { audience = 'all' } = invalidation
        if (audience === 'all') parts.broadcast(invalidation)
        if (audience === 'readers' && tracking !== undefined) tellReaders(tracking, invalidation)
      }),
    send: (chunk, task) => wakeAt(calendar.now + parts.deliveryMs(chunk), task),
    ...(fleet?.answers ?? noFleet),
  }
}

/** An entry whose freshness ends so much later, as another clock sees it. */
const later = <T extends Entry | undefined>(entry: T, ms: Ms): T =>
  entry === undefined || ms === 0 ? entry : { ...entry, expiresAt: entry.expiresAt + ms }

const refuse = (): never => {
  throw new TandemError('NodeUnavailable', 'no node of this world comes or goes')
}
const noFleet = { startNode: refuse, stopNode: refuse, probeNode: refuse, readFleet: refuse }

const performerOf = { replyStamp: 'remote', replyBody: 'remote', replyRow: 'query' } as const

/** What a node does with a request. */
export const serve = (node: AppNode, request: PageRequest) =>
  admitAtNode(node, request, request.kind === 'read' ? servePage(node, request) : writePage(node, request))
