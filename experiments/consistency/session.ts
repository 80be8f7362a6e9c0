import type { Operation, Verdict } from './history.ts'
import { fallenBehind } from './staleness.ts'

/*
 * Guarantees of a session, which is one process: a client, or all that one node answers. Of two operations that overlap, neither is
 * later.
 *
 * Source  Terry, Demers, Petersen, Spreitzer, Theimer, Welch: Session guarantees for weakly consistent replicated data. PDIS 1994
 */

/** No process reads a version older than one that it has read before. */
export const monotonicReads = (history: readonly Operation[]): Verdict =>
  fallenBehind(history, {
    boundMs: 0,
    since: 'end',
    counts: (earlier, read) => earlier.kind === 'read' && earlier.process === read.process,
    reason: 'the process has read a newer version before',
  })

/** A process reads its own acknowledged writes, or newer ones. */
export const readYourWrites = (history: readonly Operation[]): Verdict =>
  fallenBehind(history, {
    boundMs: 0,
    since: 'end',
    counts: (earlier, read) => earlier.kind !== 'read' && earlier.process === read.process,
    reason: 'the process has written a newer version before',
  })
