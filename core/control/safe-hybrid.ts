import { count, ms, number, ratio } from '#core/schema/number.ts'
import type { Infer } from '#core/schema/record.ts'
import type { Ms, Ratio } from '#core/units.ts'
import type { Feature } from './action.ts'
import type { Control } from './control.ts'
import type { Detect } from './detect.ts'

/** When the learner is not trusted. */
export const safeHybridParameters = {
  sloMargin: ratio({
    default: 0.1,
    meaning: 'share by which the misses of the learner may exceed those of the rules',
  }),
  sloWindow: ms({ min: 1, default: 30_000, meaning: 'time over which misses are averaged' }),
  hysteresis: ms({ default: 60_000, meaning: 'least time with the rules after a fall-back' }),
  surpriseFactor: number({
    min: 1,
    default: 10,
    meaning: 'how many times its long average the short average of squared surprise may be',
  }),
  surprisePeriods: count({
    min: 1,
    default: 10,
    meaning: 'periods of the short average; the long one has ten times as many',
  }),
  outside: ratio({ default: 0.1, meaning: 'how far beyond its range a feature may be, of the range' }),
  switchesKept: count({ min: 1, max: 100_000, default: 1000, meaning: 'switches kept in the log' }),
} as const

export type SafeHybridParameters = Infer<typeof safeHybridParameters>

export type FallbackReason = 'start' | 'detector' | 'surprise' | 'features' | 'slo-misses'

export interface Switch {
  readonly atMs: Ms
  readonly to: 'rules' | 'learner'
  /** Why the rules took over; empty when the learner came back. */
  readonly reason: FallbackReason | ''
}

export interface HybridParts {
  readonly rules: Control
  readonly learner: Control
  readonly detector: Detect
  readonly features: readonly Feature[]
  /** Bounds that no proposal may break. */
  isAllowed(action: number, observation: ArrayLike<number>): boolean
}

export interface HybridReading {
  readonly observation: ArrayLike<number>
  readonly reward: number
  /** What the detector watches, such as the logarithm of the mean response time. */
  readonly watched: number
  /** Share of the requests of the period that missed the objective. */
  readonly sloMissRatio: Ratio
}

export interface SafeHybrid {
  /** As `Control.decide`: the learner's proposal where it is trusted and allowed, else what the rules say. */
  decide(reading: HybridReading, now: Ms): number
  /** Share of the time so far in which the rules decided. */
  fallbackRatio(now: Ms): Ratio
  /** Proposals that broke a bound: the rules decided for that period only. */
  readonly refusedCount: number
  /** The latest switches, oldest first. */
  readonly switches: readonly Switch[]
}

/**
 * A learner on a leash: rules own the safety, the learner improves on them while nothing speaks against it.
 *
 * The rules take over when the detector alarms, when the learner is suddenly surprised, when a feature leaves the range it was trained
 * in, or when more requests miss their objective than the rules would miss; and they keep it for a while. It begins with the rules,
 * so that it is known what they miss.
 *
 * Source      Simplex architecture: Sha, IEEE Software 18(4), 2001; runtime monitors of learned components: Phan et al., NFM 2020
 * State       averages of surprise and of misses, who decides and since when, the log of switches
 * Cost        O(features) beside the rules, the learner and the detector
 * Deviates    what the rules miss is what they missed when they last decided: the other branch is never seen
 */
export function safeHybrid(parts: HybridParts, parameters: SafeHybridParameters): SafeHybrid {
  const switches: Switch[] = []
  const misses = createMisses(parameters.sloWindow)
  const surprise = createSurprise(parameters)
  let isLearner = false
  let startedAtMs: Ms | undefined
  let lastMs = 0
  let rulesMs = 0
  let rulesUntilMs = 0
  let refusedCount = 0
  let wasRefused = false

  function turn(to: Switch['to'], reason: Switch['reason'], now: Ms): void {
    isLearner = to === 'learner'
    switches.push({ atMs: now, to, reason })
    if (switches.length > parameters.switchesKept) switches.shift()
    misses.begin()
    surprise.reset()
    parts.learner.interrupt()
  }

  function begin(now: Ms): void {
    startedAtMs = now
    lastMs = now
    rulesUntilMs = now + parameters.hysteresis
    turn('rules', 'start', now)
  }

  function objection(reading: HybridReading, isAlarm: boolean): FallbackReason | undefined {
    if (isAlarm) return 'detector'
    if (!isInRange(reading.observation, parts.features, parameters.outside)) return 'features'
    if (!isLearner) return undefined
    if (surprise.isSudden()) return 'surprise'
    return misses.ofLearner() > misses.ofRules() * (1 + parameters.sloMargin) ? 'slo-misses' : undefined
  }

  function chooseSide(reason: FallbackReason | undefined, now: Ms): void {
    if (reason !== undefined) {
      rulesUntilMs = now + parameters.hysteresis
      if (isLearner) turn('rules', reason, now)
    } else if (!isLearner && now >= rulesUntilMs) {
      turn('learner', '', now)
    }
  }

  return {
    decide(reading, now) {
      if (startedAtMs === undefined) begin(now)
      if (!isLearner) rulesMs += now - lastMs
      misses.took(isLearner, reading.sloMissRatio, now - lastMs)
      lastMs = now
      const isAlarm = parts.detector.observe(reading.watched, now) >= 1
      if (isLearner && !wasRefused) surprise.took(parts.learner.surprise)
      chooseSide(objection(reading, isAlarm), now)
      const byRules = parts.rules.decide(reading.observation, reading.reward, now)
      wasRefused = false
      if (!isLearner) return byRules
      const proposal = parts.learner.decide(reading.observation, reading.reward, now)
      if (parts.isAllowed(proposal, reading.observation)) return proposal
      refusedCount++
      wasRefused = true
      parts.learner.interrupt()
      return byRules
    },
    fallbackRatio(now) {
      if (startedAtMs === undefined || now <= startedAtMs) return 1
      return (rulesMs + (isLearner ? 0 : now - lastMs)) / (now - startedAtMs)
    },
    get refusedCount() {
      return refusedCount
    },
    switches,
  }
}

/** Whether each feature is a number in its range or a little beyond. */
function isInRange(observation: ArrayLike<number>, features: readonly Feature[], outside: Ratio): boolean {
  return features.every(({ low, high }, index) => {
    const margin = outside * (high - low)
    const value = observation[index]!
    return value >= low - margin && value <= high + margin
  })
}

/** Shares of missed requests under the rules and under the learner, averaged over a window; the learner's begins anew at each turn. */
function createMisses(windowMs: Ms) {
  let rules = 0
  let rulesMs = 0
  let learner = 0
  let learnerMs = 0
  return {
    begin() {
      learner = 0
      learnerMs = 0
    },
    took(isLearner: boolean, missRatio: Ratio, ms: Ms) {
      if (ms <= 0 || !Number.isFinite(missRatio)) return
      if (isLearner) {
        learnerMs += ms
        learner += (missRatio - learner) * Math.min(1, ms / Math.min(learnerMs, windowMs))
      } else {
        rulesMs += ms
        rules += (missRatio - rules) * Math.min(1, ms / Math.min(rulesMs, windowMs))
      }
    },
    ofRules: () => rules,
    /** Not judged before it has had a whole window. */
    ofLearner: () => (learnerMs >= windowMs ? learner : 0),
  }
}

/** Whether the squared surprise of the last periods is many times what it was for long. */
function createSurprise({ surpriseFactor, surprisePeriods }: SafeHybridParameters) {
  let short = 0
  let long = 0
  let periods = 0
  return {
    reset() {
      short = 0
      long = 0
      periods = 0
    },
    took(value: number) {
      if (!Number.isFinite(value)) return
      periods++
      short += (value * value - short) / Math.min(periods, surprisePeriods)
      long += (value * value - long) / Math.min(periods, 10 * surprisePeriods)
    },
    isSudden: () => periods > 2 * surprisePeriods && short > surpriseFactor * long,
  }
}
