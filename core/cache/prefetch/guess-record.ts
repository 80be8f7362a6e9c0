import type { Ratio } from '#core/units.ts'

/** How good guesses have been lately, whether or not they were followed. */
export interface GuessRecord {
  /** A page was asked for. */
  asked(page: number): void
  /** A page that is not held is expected. */
  guessed(page: number): void
  /** Share of the guesses that came true; 0 until enough are known. */
  readonly accuracy: Ratio
}

/**
 * A guess has come true when its page is asked for before `horizon` requests have passed: about as long as a page that is loaded ahead
 * would be held. So a policy can be watched before it is followed, and again when it has become wrong.
 *
 * Source      Srinath, Mutlu, Kim, Patt: Feedback directed prefetching. HPCA 2007, sections 2.3 and 3.1 (accuracy, halved at intervals,
 *             decides how much is loaded ahead)
 * Parameters  horizon, requests
 * State       the guesses of the horizon
 * Cost        O(1) amortised
 * Deviates    guesses are judged by requests, not by the fate of what was loaded, so that the record goes on while nothing is loaded
 */
export function guessRecord(horizon: number): GuessRecord {
  /** Open guesses with the number of the request they were made at, the oldest first. */
  const open = new Map<number, number>()
  let requests = 0
  let right = 0
  let wrong = 0

  function halve(): void {
    if (right + wrong < knownMax) return
    right /= 2
    wrong /= 2
  }

  return {
    asked(page) {
      requests++
      if (open.delete(page)) right++
      for (const [guess, madeAt] of open) {
        if (requests - madeAt <= horizon) break
        open.delete(guess)
        wrong++
      }
      halve()
    },
    guessed(page) {
      if (!open.has(page)) open.set(page, requests)
    },
    get accuracy() {
      return right + wrong < knownMin ? 0 : right / (right + wrong)
    },
  }
}

/** Guesses whose outcome must be known before anything is said. */
const knownMin = 16
/** Then the older ones count half. */
const knownMax = 256
