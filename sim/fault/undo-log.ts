import { invariant } from '#core/invariant.ts'
import type { Ms } from '#core/units.ts'

/**
 * What a store must do to be as it was some time ago: each change leaves what takes it back. A replica that takes over has not got
 * the last writes, because replication is asynchronous.
 *
 * Source  Redis documentation, "Replication": acknowledged writes may be lost at a fail-over
 */
export interface UndoLog {
  changed(atMs: Ms, undo: () => void): void
  /** Takes back all changes after a time, the last one first. */
  backTo(atMs: Ms): void
}

export function undoLog(): UndoLog {
  const changes: { readonly atMs: Ms; readonly undo: () => void }[] = []
  return {
    changed(atMs, undo) {
      invariant(atMs >= (changes.at(-1)?.atMs ?? 0), 'changes come in the order of time')
      changes.push({ atMs, undo })
    },
    backTo(atMs) {
      while (changes.length > 0 && changes.at(-1)!.atMs > atMs) changes.pop()!.undo()
    },
  }
}
