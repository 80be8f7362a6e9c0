import type { Ms } from '#core/units.ts'

export interface Probe {
  started(now: Ms): void
  /** Nothing is asked until it is started again. */
  ended(): void
  nextMs(): Ms
  took(isAnswered: boolean, now: Ms): void
  /** Enough answers in a row, and not enough silences since. */
  readonly isPassing: boolean
  /** Just now enough silences in a row. */
  readonly hasFailed: boolean
}

/**
 * Asks in a fixed rhythm and believes only several equal answers in a row.
 *
 * Source      Kubernetes, core/v1 Probe and pkg/kubelet/prober (worker.go)
 * Parameters  period, initial delay, successes and failures in a row that count
 * Cost        O(1)
 * Deviates    the first probe comes after the initial delay exactly; the kubelet spreads it over one period after its own restart
 */
export function probe({
  periodMs,
  initialDelayMs,
  successes,
  failures,
}: {
  readonly periodMs: Ms
  readonly initialDelayMs: Ms
  readonly successes: number
  readonly failures: number
}): Probe {
  let dueMs = Number.POSITIVE_INFINITY
  let answered = 0
  let silent = 0
  let isPassing = false

  function begin(firstMs: Ms): void {
    dueMs = firstMs
    answered = 0
    silent = 0
    isPassing = false
  }

  return {
    started: (now) => begin(now + initialDelayMs),
    ended: () => begin(Number.POSITIVE_INFINITY),
    nextMs: () => dueMs,
    took(isAnswered, now) {
      // The rhythm goes on however long the answer took.
      while (dueMs <= now) dueMs += periodMs
      answered = isAnswered ? answered + 1 : 0
      silent = isAnswered ? 0 : silent + 1
      if (answered >= successes) isPassing = true
      if (silent >= failures) isPassing = false
    },
    get isPassing() {
      return isPassing
    },
    get hasFailed() {
      return silent >= failures
    },
  }
}
