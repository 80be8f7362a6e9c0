import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { FrequencySketch } from '#core/collections/frequency-sketch.ts'
import { LinkedSlots } from '#core/collections/linked-slots.ts'

const window = 0
const probation = 1
const protectedMain = 2
/** Share of the main part that the protected segment may take. */
const protectedRatio = 0.8

/**
 * Where an entry that leaves the window enters the main part: `probation` always, as in Caffeine; or as in a segmented LRU the lowest
 * `segment` with room, which is the protected one as long as probation is full and the main part is not.
 */
export type MainEntrance = 'probation' | 'segment'

/** The two parts of W-TinyLFU, whose border may move. */
export interface WindowAndMain extends Eviction {
  /** In units of size, 1 to the capacity. */
  readonly windowCapacity: number
  resizeWindow(capacity: number): void
}

/**
 * A small LRU window in front of a segmented main part; when the cache is full, the window's last entry and the main part's last
 * compete, and the one that was asked for less often lately leaves.
 *
 *   newcomer -> window (LRU) --its last, if more frequent than--> the last of probation <-- demoted -- protected
 *                                                                 probation -- hit --> protected (at most 80 % of main)
 *
 * Source      Einziger, Friedman, Manes: TinyLFU, ACM TOS 13(4), 2017, section 4
 * State       three lists, one frequency sketch
 * Cost        O(1) amortised
 * Deviates    a contest counts as a request of the window's entry, so that one that comes back soon beats one that was used once
 */
export function windowAndMain(
  context: EvictionContext,
  windowShare: number,
  entrance: MainEntrance,
): WindowAndMain {
  const { capacity, slots, sizeOf, hashOf, forget } = context
  const lists = new LinkedSlots(3, slots)
  const sketch = new FrequencySketch(16)
  const sizes = new Float64Array(3)
  let windowCapacity = 0
  let mainCapacity = 0
  let protectedCapacity = 0
  let countMax = 0
  setWindow(windowShare * capacity)

  function setWindow(size: number): void {
    windowCapacity = Math.min(capacity, Math.max(1, Math.floor(size)))
    mainCapacity = capacity - windowCapacity
    protectedCapacity = Math.floor(protectedRatio * mainCapacity)
  }

  function move(slot: number, to: number): void {
    const size = sizeOf(slot)
    sizes[lists.listOf(slot)]! -= size
    sizes[to]! += size
    lists.moveToFront(to, slot)
  }

  function demoteExcess(): void {
    while (sizes[protectedMain]! > protectedCapacity) move(lists.back(protectedMain), probation)
  }

  const fitsMain = (slot: number) => sizes[probation]! + sizes[protectedMain]! + sizeOf(slot) <= mainCapacity

  function enterMain(slot: number): void {
    const size = sizeOf(slot)
    const isProtected =
      entrance === 'segment' &&
      sizes[probation]! + size > mainCapacity - protectedCapacity &&
      sizes[protectedMain]! + size <= protectedCapacity
    move(slot, isProtected ? protectedMain : probation)
  }

  /** What leaves the window enters the main part while that has room. */
  function drainWindow(): void {
    while (sizes[window]! > windowCapacity) {
      const last = lists.back(window)
      if (!fitsMain(last)) return
      enterMain(last)
    }
  }

  function lastOfMain(): number {
    const last = lists.back(probation)
    return last >= 0 ? last : lists.back(protectedMain)
  }

  /** The loser among the last of the window and the last of the main part. */
  function loser(): number {
    const candidate = lists.back(window)
    const victim = lastOfMain()
    if (candidate < 0 || victim < 0) return candidate < 0 ? victim : candidate
    return sketch.estimate(hashOf(candidate)) > sketch.estimate(hashOf(victim)) ? victim : candidate
  }

  function vacate(slot: number): void {
    sizes[lists.listOf(slot)]! -= sizeOf(slot)
    lists.remove(slot)
  }

  return {
    hit(slot) {
      sketch.increment(hashOf(slot))
      const list = lists.listOf(slot)
      if (list !== probation) lists.moveToFront(list, slot)
      else {
        move(slot, protectedMain)
        demoteExcess()
      }
    },
    insert(slot) {
      sketch.increment(hashOf(slot))
      lists.pushFront(window, slot)
      sizes[window]! += sizeOf(slot)
      const count = lists.lengths[window]! + lists.lengths[probation]! + lists.lengths[protectedMain]!
      if (count > countMax) {
        countMax = count
        sketch.ensure(count)
      }
      drainWindow()
    },
    evict() {
      for (let last = lists.back(window); last >= 0 && fitsMain(last); last = lists.back(window))
        enterMain(last)
      const victim = loser()
      if (victim < 0) return -1
      const last = lists.back(window)
      if (last >= 0) sketch.increment(hashOf(last))
      const isMain = lists.listOf(victim) !== window
      vacate(victim)
      const candidate = isMain ? last : -1
      if (candidate >= 0 && fitsMain(candidate)) enterMain(candidate)
      forget(victim)
      return victim
    },
    remove: vacate,
    get windowCapacity() {
      return windowCapacity
    },
    resizeWindow(size) {
      setWindow(size)
      demoteExcess()
      while (sizes[probation]! + sizes[protectedMain]! > mainCapacity) move(lastOfMain(), window)
      drainWindow()
    },
  }
}
