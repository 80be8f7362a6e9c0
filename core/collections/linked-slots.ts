/**
 * A doubly linked list over slots (small integers) in two typed arrays: no object per element, no allocation per operation.
 *
 * Shape  next, previous: Int32Array[capacity + 1]; the last index is the head of the ring
 * Cost   O(1) each
 */
export interface LinkedSlots {
  pushFront(slot: number): void
  remove(slot: number): void
  moveToFront(slot: number): void
  /** -1 when empty. */
  back(): number
  readonly length: number
}

export function linkedSlots(capacity: number): LinkedSlots {
  const ring = capacity
  const next = new Int32Array(capacity + 1).fill(-1)
  const previous = new Int32Array(capacity + 1).fill(-1)
  next[ring] = ring
  previous[ring] = ring
  let length = 0

  function pushFront(slot: number): void {
    const first = next[ring]!
    next[slot] = first
    previous[slot] = ring
    previous[first] = slot
    next[ring] = slot
    length++
  }

  function remove(slot: number): void {
    const after = next[slot]!
    const before = previous[slot]!
    next[before] = after
    previous[after] = before
    length--
  }

  return {
    pushFront,
    remove,
    moveToFront(slot) {
      if (next[ring] === slot) return
      remove(slot)
      pushFront(slot)
    },
    back: () => (length === 0 ? -1 : previous[ring]!),
    get length() {
      return length
    },
  }
}
