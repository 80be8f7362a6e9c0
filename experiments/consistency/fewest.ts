import type { Operation } from './history.ts'

/**
 * The fewest operations of one register that are still wrong, found by taking away what is not needed: first everything that ended
 * after the earliest mistake, then one operation after the other until none can go.
 *
 * An operation goes only where its absence proves nothing: a read, or a failed compare-and-set, always; a write, once nothing that is
 * left has seen its value. So the rest is evidence by itself, not a mistake made by the cutting.
 *
 * Source      Zeller, Hildebrandt: Simplifying and isolating failure-inducing input. IEEE TSE 28(2), 2002 (one-minimal)
 * Parameters  isWrong must hold for the register; it is asked O(n^2) times at worst
 */
export function fewest(
  register: readonly Operation[],
  isWrong: (operations: readonly Operation[]) => boolean,
): Operation[] {
  let left = earliest(register, isWrong)
  for (let isShorter = true; isShorter; ) {
    isShorter = false
    for (let index = left.length - 1; index >= 0; index--) {
      if (!mayGo(left[index]!, left)) continue
      const shorter = left.filter((_, at) => at !== index)
      if (!isWrong(shorter)) continue
      left = shorter
      isShorter = true
    }
  }
  return left.sort((a, b) => a.start - b.start || a.end - b.end)
}

/** The history up to the first end by which it is wrong; what is under way then has an unknown outcome. */
function earliest(
  register: readonly Operation[],
  isWrong: (operations: readonly Operation[]) => boolean,
): Operation[] {
  const ends = [...new Set(register.filter(({ status }) => status !== 'info').map(({ end }) => end))].sort(
    (a, b) => a - b,
  )
  let low = 0
  let high = ends.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (isWrong(until(register, ends[middle]!))) high = middle
    else low = middle + 1
  }
  const cut = until(register, ends[high] ?? Number.POSITIVE_INFINITY)
  return isWrong(cut) ? cut : [...register]
}

const until = (register: readonly Operation[], time: number): Operation[] =>
  register
    .filter(({ start }) => start <= time)
    .map((operation) =>
      operation.end <= time ? operation : { ...operation, end: Number.POSITIVE_INFINITY, status: 'info' },
    )

function mayGo(operation: Operation, all: readonly Operation[]): boolean {
  if (operation.kind === 'read' || operation.status === 'fail') return true
  return all.every(
    (other) =>
      other === operation ||
      (other.status !== 'fail' &&
        other.expected !== operation.value &&
        (other.kind !== 'read' || other.value !== operation.value)),
  )
}
