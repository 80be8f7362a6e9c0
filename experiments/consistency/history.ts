/**
 * What processes did to single-key registers, and when: the material of every consistency check, recorded in virtual or in real time.
 *
 * A version is a value, too: writes of the caches have unique, growing versions, so the checks of sessions and of staleness compare
 * values by size; linearizability compares them for equality only.
 */
export interface Operation {
  readonly process: number
  readonly key: string | number
  readonly kind: 'read' | 'write' | 'cas'
  /** What a read saw, what a write or a compare-and-set writes; null is the value of a register never written. */
  readonly value: number | null
  /** What a compare-and-set compares with. */
  readonly expected?: number | null
  readonly start: number
  /** When a write had certainly taken effect, if that is not its start. */
  readonly committed?: number
  /** Infinity when nobody knows whether it ended. */
  readonly end: number
  /**
   * ok: it took effect between start and end. info: it may take effect at any time from its start on, or never. fail: it took none; a
   * failed compare-and-set has seen another value than the expected one.
   */
  readonly status: 'ok' | 'fail' | 'info'
}

/** What a checker says: the fewest operations it could find that already break the claim, and why in a sentence. */
export interface Verdict {
  readonly holds: boolean
  readonly counterExample: readonly Operation[]
  readonly reason: string
}

export const holds: Verdict = { holds: true, counterExample: [], reason: '' }

/** The registers of a history, each with its own operations: registers are independent (locality, Herlihy and Wing 1990). */
export function byKey(history: readonly Operation[]): Operation[][] {
  const registers = new Map<string | number, Operation[]>()
  for (const operation of history) {
    const register = registers.get(operation.key)
    if (register === undefined) registers.set(operation.key, [operation])
    else register.push(operation)
  }
  return [...registers.values()]
}

/** An operation in words, for counter-examples. */
export function operationText({
  process,
  key,
  kind,
  value,
  expected,
  start,
  end,
  status,
}: Operation): string {
  const what = kind === 'cas' ? `cas ${expected} to ${value}` : `${kind} ${value}`
  return `process ${process} ${what} of key ${key} from ${timeText(start)} to ${timeText(end)} (${status})`
}

const timeText = (ms: number): string =>
  ms === Number.POSITIVE_INFINITY ? 'unknown' : String(Math.round(ms * 1000) / 1000)
