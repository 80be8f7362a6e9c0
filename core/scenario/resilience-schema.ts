import { breakerDefaults } from '#core/admit/circuit-breaker.ts'
import { choice, flag } from '#core/schema/choice.ts'
import { count, ms, perSecond, ratio } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import type { Value } from '#core/schema.ts'
import { policyOf } from './policy-schema.ts'

/** What the gateway does against overload and failing nodes. All of it is off by default. */
export const resilience = record({
  admit: policyOf('admit', 'unlimited', 'which requests the gateway lets in'),
  timeoutMs: ms({ max: 600_000, default: 0, meaning: 'deadline of a request with all its tries, 0 is none' }),
  tryTimeoutMs: ms({
    max: 600_000,
    default: 0,
    meaning: 'time after which a try is given up, to be tried again where retries are left, 0 is never',
  }),
  cancels: flag({
    default: true,
    meaning: 'a node stops working on what was given up; otherwise nobody tells it',
  }),
  retriesMax: count({ max: 20, default: 0, meaning: 'tries after the first, of reads only' }),
  retryShare: ratio({
    default: 0.2,
    meaning: 'retries and hedges that requests pay for, as a share of them',
  }),
  retriesPerSecondMin: perSecond({ default: 10, meaning: 'retries that are allowed in any case' }),
  backoffMs: ms({
    max: 60_000,
    default: 25,
    meaning: 'longest wait before the first retry, doubled with each',
  }),
  backoffMsMax: ms({ max: 600_000, default: 250, meaning: 'longest wait before any retry' }),
  hedgeAfterMs: ms({
    max: 600_000,
    default: 0,
    meaning: 'time after which a read is sent a second time, 0 is never',
  }),
  nodePlaces: count({ max: 100_000, default: 0, meaning: 'requests under way at a node, 0 is any number' }),
  nodeQueueMax: count({
    max: 1_000_000,
    default: 100,
    meaning: 'requests that may wait for a place at a node',
  }),
  nodeQueue: choice({
    values: ['fifo', 'codel'],
    default: 'fifo',
    meaning: 'fifo: in the order of arrival; codel: drops by controlled delay, then newest first',
  }),
  codelTargetMs: ms({ min: 0.001, default: 5, meaning: 'wait that is no reason to drop' }),
  codelIntervalMs: ms({ min: 0.01, default: 100, meaning: 'how long waits may be longer than that' }),
  breaks: flag({ default: false, meaning: 'a circuit breaker for each node' }),
  breakerErrorShare: ratio({
    min: 0.01,
    default: breakerDefaults.errorShare,
    meaning: 'share of failures that opens it',
  }),
  breakerVolumeMin: count({
    default: breakerDefaults.volumeMin,
    meaning: 'requests in the window below which it stays closed',
  }),
  breakerResetMs: ms({
    min: 1,
    default: breakerDefaults.resetMs,
    meaning: 'time until an open one lets a request try',
  }),
  breakerWindowMs: ms({
    min: 10,
    default: breakerDefaults.windowMs,
    meaning: 'time over which failures are counted',
  }),
  ejects: flag({ default: false, meaning: 'nodes that fail more than others are passed over for a time' }),
})

export type ResilienceConfig = Value<typeof resilience>

/** Nothing is switched on: a request goes to a node, once. */
export const isPlain = (o: ResilienceConfig): boolean =>
  o.admit.policy === 'unlimited' &&
  o.timeoutMs === 0 &&
  o.tryTimeoutMs === 0 &&
  o.retriesMax === 0 &&
  o.hedgeAfterMs === 0 &&
  o.nodePlaces === 0 &&
  !o.breaks &&
  !o.ejects
