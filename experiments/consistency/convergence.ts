import { byKey, holds, type Operation, type Verdict } from './history.ts'

/**
 * Whether everything that was read after `settledMs` is the newest version that was ever committed: writes have stopped long before,
 * faults are over, and whatever was to repair them had its time.
 *
 * Source      Vogels: Eventually consistent. CACM 52(1), 2009
 * Parameters  settledMs, on the clock of the history
 */
export function convergence(history: readonly Operation[], settledMs: number): Verdict {
  for (const register of byKey(history)) {
    const newest = register.reduce(newer, undefined)
    const late = register.find(
      ({ kind, status, start, value }) =>
        kind === 'read' && status === 'ok' && start >= settledMs && (value ?? 0) < (newest?.value ?? 0),
    )
    if (late !== undefined)
      return {
        holds: false,
        counterExample: [newest!, late],
        reason: `the read still misses the newest version after ${settledMs} ms`,
      }
  }
  return holds
}

const newer = (found: Operation | undefined, operation: Operation): Operation | undefined =>
  operation.kind !== 'read' && operation.status !== 'fail' && (operation.value ?? 0) > (found?.value ?? 0)
    ? operation
    : found
