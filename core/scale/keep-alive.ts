import type { Ms } from '#core/units.ts'
import { fixedKeepAlive } from './keep-alive/fixed-keep-alive.ts'
import { hybridHistogram } from './keep-alive/hybrid-histogram.ts'

/** How long an idle instance of a function is kept: from `fromMs` to `untilMs` after it went idle. */
export interface Warmth {
  /** 0 keeps it from the start; later, it is stopped and started again by then, before it is needed. */
  readonly fromMs: Ms
  readonly untilMs: Ms
}

/** Decides for one function how long its idle instances are kept warm. */
export interface KeepAlive {
  /** The function is called after it was idle for so long. */
  called(idleMs: Ms): void
  /** It goes idle now. */
  idle(): Warmth
}

/** The family's list; the only registration there is. */
export const keepAlivePolicies = [fixedKeepAlive, hybridHistogram]
