import { type Admit, type AdmitContext, admitPolicies } from '#core/admit/admit.ts'
import { breakerDefaults, CircuitBreaker } from '#core/admit/circuit-breaker.ts'
import { outlierEjection } from '#core/admit/outlier-ejection.ts'
import { RetryBudget } from '#core/admit/retry-budget.ts'
import type { Balance, BalanceRequest } from '#core/balance/balance.ts'
import { TandemError } from '#core/errors.ts'
import { createPolicy } from '#core/policy.ts'
import type { Random } from '#core/random.ts'
import type { ResilienceConfig } from '#core/scenario/resilience-schema.ts'
import type { Ms } from '#core/units.ts'
import { admitted } from './admitted.ts'
import { bulkhead } from './bulkhead.ts'
import type { Clock } from './clock.ts'
import { CodelRoom } from './codel-room.ts'
import { type Flow, forward, wait } from './effect.ts'
import { hedge } from './hedge.ts'
import { observed } from './observed.ts'
import type { Regions } from './regions.ts'
import type { PageRequest, PageResponse } from './request.ts'
import { retry } from './retry.ts'
import { Semaphore } from './semaphore.ts'
import { timeout } from './timeout.ts'

/** How often a balance is asked for a node that is not among those tried and whose breaker is closed. */
const picksMax = 4
const budgetTtlMs = 10_000

/** The nodes behind a gateway, with everything that stands between a request and a node: see `ResilienceConfig`. */
export interface Upstream {
  ask(request: PageRequest, asked: BalanceRequest): Flow<PageResponse>
}

interface Ask {
  readonly request: PageRequest
  readonly asked: BalanceRequest
  /** Nodes that had it already; another is better. */
  readonly tried: number[]
}

/**
 * Admission, then a deadline for everything, then tries within a budget, each perhaps hedged; a try needs a node whose breaker is closed and
 * a place there. Writes are tried once.
 *
 * Errors  QueueFull when it is shed, Timeout at the deadline, NodeUnavailable when no node answers
 */
export function createUpstream(o: {
  readonly config: ResilienceConfig
  readonly nodes: number
  readonly balance: Balance
  readonly clock: Clock
  readonly random: Random
  readonly regions?: Regions | undefined
}): Upstream {
  const { config, nodes, clock, random, regions } = o
  const balance = config.ejects ? outlierEjection(o.balance, { nodes, clock }) : o.balance
  const admit = createPolicy<AdmitContext, Admit>(admitPolicies, config.admit, { clock, random })
  const budget = new RetryBudget({
    ttlMs: budgetTtlMs,
    minPerSecond: config.retriesPerSecondMin,
    share: config.retryShare,
  })
  const breakers = Array.from(
    { length: config.breaks ? nodes : 0 },
    () => new CircuitBreaker(breakerOf(config)),
  )
  const rooms = Array.from({ length: config.nodePlaces > 0 ? nodes : 0 }, () => roomOf(config, clock))

  const door = { admit, clock, who: 'the gateway' }

  const ask = (request: PageRequest, asked: BalanceRequest): Flow<PageResponse> =>
    admitted(request, door, () => inTime({ request, asked, tried: [] }))

  function inTime(ask: Ask): Flow<PageResponse> {
    const { timeoutMs } = config
    if (timeoutMs === 0) return inTries(ask, Infinity)
    return timeout(inTries(ask, clock.now + timeoutMs), timeoutMs, 'the request')
  }

  const inTries = (ask: Ask, deadlineAtMs: Ms): Flow<PageResponse> =>
    retry(() => hedged(ask), {
      clock,
      random,
      budget,
      deadlineAtMs,
      retriesMax: ask.request.kind === 'read' ? config.retriesMax : 0,
      backoff: { baseMs: config.backoffMs, maxMs: config.backoffMsMax },
    })

  function hedged(ask: Ask): Flow<PageResponse> {
    if (config.hedgeAfterMs === 0 || ask.request.kind === 'write') return tryNode(ask)
    return hedge(
      () => tryNode(ask),
      config.hedgeAfterMs,
      () => budget.tryWithdraw(clock.now),
    )
  }

  function* tryNode(ask: Ask): Flow<PageResponse> {
    const node = choose(ask)
    ask.tried.push(node)
    return yield* observed(inTryTime(inPlace(node, ask.request)), clock, (ending) => {
      balance.finished(node, ending)
      if (ending === undefined) breakers[node]?.givenUp()
      else breakers[node]?.finished(ending.isFailed, clock.now)
    })
  }

  const inTryTime = (flow: Flow<PageResponse>): Flow<PageResponse> =>
    config.tryTimeoutMs === 0 ? flow : timeout(flow, config.tryTimeoutMs, 'the try')

  function inPlace(node: number, request: PageRequest): Flow<PageResponse> {
    const room = rooms[node]
    const sent = () => regions?.reach(node, request) ?? forward(node, request)[Symbol.iterator]()
    if (room === undefined) return sent()
    return room instanceof Semaphore ? bulkhead(room, config.nodeQueueMax, sent) : inRoom(room, sent)
  }

  /** A node that was not tried and lets requests pass; tried ones are taken when nothing else is offered. */
  function choose({ asked, tried }: Ask): number {
    for (let pick = 1; pick <= picksMax; pick++) {
      const node = balance.pick(asked)
      const isNew = !tried.includes(node) || pick === picksMax
      if (isNew && (breakers[node]?.tryPass(clock.now) ?? true)) return node
      balance.finished(node)
    }
    throw new TandemError('NodeUnavailable', 'the breakers of the nodes that were offered are open')
  }

  return { ask }
}

function* inRoom<T>(room: CodelRoom, flow: () => Flow<T>): Flow<T> {
  yield* wait(room)
  try {
    return yield* flow()
  } finally {
    room.leave()
  }
}

const roomOf = (config: ResilienceConfig, clock: Clock): Semaphore | CodelRoom =>
  config.nodeQueue === 'fifo'
    ? new Semaphore(config.nodePlaces)
    : new CodelRoom(clock, {
        places: config.nodePlaces,
        queueMax: config.nodeQueueMax,
        targetMs: config.codelTargetMs,
        intervalMs: config.codelIntervalMs,
      })

const breakerOf = (config: ResilienceConfig) => ({
  errorShare: config.breakerErrorShare,
  volumeMin: config.breakerVolumeMin,
  resetMs: config.breakerResetMs,
  windowMs: config.breakerWindowMs,
  buckets: breakerDefaults.buckets,
})
