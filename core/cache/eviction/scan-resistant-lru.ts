import { LinkedSlots } from '#core/collections/linked-slots.ts'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'

const reused = 0
const scanned = 1
/** What is known of a slot: it came in for the first time, it was pushed out of the reused part. */
const isNew = 1
const isDemoted = 2
/** Share of the capacity that newcomers have at first. */
const scannedRatio = 0.5

/** SR-LRU, an expert of Cacheus. */
export interface ScanResistantLru {
  hit(slot: number): void
  insert(slot: number): void
  /** Takes in a slot that is remembered. */
  insertAgain(slot: number): void
  remove(slot: number): void
  /** The slot that would leave, -1 when empty. */
  last(): number
  /** A slot left on this expert's word and is remembered. */
  left(slot: number): void
  /** A remembered slot is asked for again. */
  missed(slot: number): void
  /** A slot is remembered no more. */
  forgotten(slot: number): void
}

/**
 * Least recently used in two parts: newcomers stay apart from entries that were used again, so that a scan pushes out only newcomers.
 *
 *   newcomer -> scanned -- hit --> reused -- its last, when the part is full --> scanned -> out
 *
 * The border moves: a hit on an entry that was pushed back says that the reused part is too small, the return of a new entry that
 * left says that the part for newcomers is.
 *
 * Source  Rodriguez et al.: CACHEUS. FAST 2021, section 4.1 and Algorithm 1 (SR-LRU)
 * Cost    O(1) amortised
 */
export function scanResistantLru(
  capacity: number,
  slots: number,
  sizeOf: (slot: number) => number,
): ScanResistantLru {
  const lists = new LinkedSlots(2, slots)
  const flags = new SlotNumbers(slots)
  const sizes = new Float64Array(2)
  let scannedLimit = Math.max(1, Math.round(scannedRatio * capacity))
  let demotedCount = 0
  let newCount = 0

  function move(slot: number, to: number): void {
    remove(slot)
    add(slot, to)
  }

  function add(slot: number, to: number): void {
    lists.pushFront(to, slot)
    sizes[to]! += sizeOf(slot)
  }

  function remove(slot: number): void {
    sizes[lists.listOf(slot)]! -= sizeOf(slot)
    lists.remove(slot)
  }

  const has = (slot: number, flag: number) => (flags.get(slot) & flag) !== 0

  function clearDemoted(slot: number): void {
    if (!has(slot, isDemoted)) return
    flags.set(slot, flags.get(slot) & ~isDemoted)
    demotedCount--
  }

  function makeRoomForReused(size: number): void {
    while (sizes[reused]! > 0 && sizes[reused]! + size > capacity - scannedLimit) {
      const last = lists.back(reused)
      if (!has(last, isDemoted)) {
        flags.set(last, flags.get(last) | isDemoted)
        demotedCount++
      }
      move(last, scanned)
    }
  }

  /** How many entries the border moves: the ratio of the two kinds of mistakes, at least 1. */
  const stepOf = (other: number, own: number) => Math.max(1, Math.round(other / Math.max(1, own)))

  function growReused(slot: number): void {
    const step = stepOf(newCount, demotedCount) * sizeOf(slot)
    scannedLimit = Math.max(1, scannedLimit - step)
  }

  function growScanned(slot: number): void {
    const step = stepOf(demotedCount, newCount) * sizeOf(slot)
    scannedLimit = Math.max(1, Math.min(capacity - 1, scannedLimit + step))
  }

  return {
    hit(slot) {
      if (lists.listOf(slot) === reused) {
        lists.moveToFront(reused, slot)
        return
      }
      if (has(slot, isDemoted)) growReused(slot)
      clearDemoted(slot)
      remove(slot)
      makeRoomForReused(sizeOf(slot))
      add(slot, reused)
    },
    insert(slot) {
      const isWarming = sizes[scanned] === 0 && sizes[reused]! + sizeOf(slot) <= capacity - scannedLimit
      flags.set(slot, isWarming ? 0 : isNew)
      add(slot, isWarming ? reused : scanned)
      if (!isWarming) makeRoomForReused(0)
    },
    insertAgain(slot) {
      flags.set(slot, 0)
      makeRoomForReused(sizeOf(slot))
      add(slot, reused)
    },
    remove(slot) {
      clearDemoted(slot)
      remove(slot)
    },
    last() {
      const last = lists.back(scanned)
      return last >= 0 ? last : lists.back(reused)
    },
    left(slot) {
      if (has(slot, isNew)) newCount++
    },
    missed(slot) {
      if (!has(slot, isNew)) return
      growScanned(slot)
      newCount--
      flags.set(slot, 0)
    },
    forgotten(slot) {
      if (has(slot, isNew)) newCount--
      flags.set(slot, 0)
    },
  }
}
