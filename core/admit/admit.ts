import type { Clock } from '#core/flow/clock.ts'
import type { Random } from '#core/random.ts'
import type { Ms } from '#core/units.ts'
import { adaptiveThrottling } from './adaptive-throttling.ts'
import { admissionControl } from './admission-control.ts'
import { aimd } from './aimd.ts'
import { gcra } from './gcra.ts'
import { gradient2 } from './gradient2.ts'
import { limitReq } from './limit-req.ts'
import { priorityShedding } from './priority-shedding.ts'
import { tokenBucket } from './token-bucket.ts'
import { unlimited } from './unlimited.ts'
import { vegas } from './vegas.ts'

export interface AdmitRequest {
  /** 0 is the most important; more is less. */
  readonly priority: number
}

/** How an admitted request ended. */
export interface AdmitOutcome {
  readonly ms: Ms
  /** It was refused further on, took too long or failed. */
  readonly isFailed: boolean
}

/** Decides which requests may enter; the others are told at once that they may not. */
export interface Admit {
  /** Whether the request may enter now. If so it is in flight until `finished`. */
  tryEnter(request?: AdmitRequest): boolean
  /** Without an outcome the request was given up; nothing is learnt from it. */
  finished(outcome?: AdmitOutcome): void
  /** How long a request that was refused just now should wait before it tries again; 0 when nothing is known. */
  retryAfterMs(): Ms
}

export interface AdmitContext {
  readonly clock: Clock
  readonly random: Random
}

/** The family's list; the only registration there is. */
export const admitPolicies = [
  unlimited,
  tokenBucket,
  gcra,
  limitReq,
  aimd,
  gradient2,
  vegas,
  admissionControl,
  adaptiveThrottling,
  priorityShedding,
]
