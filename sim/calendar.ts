/**
 * Pending events in order of time; equal times keep the order in which they were scheduled.
 *
 * A ladder queue: far events lie unsorted on top, nearer ones in the buckets of rungs, each rung dividing one bucket of the rung above
 * it, and the nearest at the bottom, the only place where events are sorted.
 *
 *   top      events after everything below, a list
 *   rungs    lists by bucket; which rung and bucket an event belongs to is decided by one rounded index, never by a bucket's end, so
 *            two times one ulp apart cannot change places
 *   bottom   a short queue by (time, order of scheduling)
 *
 * Shape   by slot: keys (time, order of scheduling), cells (next slot of its list, tag), subject. Attributes that are used together lie
 *         together, so an event touches few lines of memory. 36 bytes a pending event, up to twice that after arrays grew
 * Cost    O(1) amortised for schedule, next and cancel; no allocation but growth. Cancelled events leave when they come up, or all at
 *         once when they outnumber the others
 * Source  Tang, Goh, Thng, Ladder queue: An O(1) priority queue structure for large-scale discrete event simulation, ACM TOMACS 15
 *         (2005) 175-204
 * Deviates  a bottom that cannot be divided, because thousands fall on the same time, is a heap
 */
import { invariant } from '#core/invariant.ts'
import type { Ms } from '#core/units.ts'
import { EventQueue } from './event-queue.ts'
import { Rung } from './rung.ts'

/** Names one scheduled event: its slot and the generation of that slot. A handle of a past event cancels nothing. */
export type EventHandle = number

const slotsMax = 0x4000000
const none = -1
/** What is not divided any further. */
const bottomUsual = 24
/** A longer bottom becomes a rung. */
const bottomMax = 256
const rungsMax = 12

export class Calendar {
  now: Ms = 0
  /** Of the event taken last. */
  kind = 0
  subject: unknown = undefined
  /** Events performed so far. */
  performed = 0
  private capacity = 1024
  private keys = new Float64Array(2 * this.capacity)
  /** Tag: generation * 256 + kind + 1; the last 8 bits are 0 when the event was cancelled or the slot is free. */
  private cells = new Int32Array(2 * this.capacity)
  private readonly subjects: unknown[] = []
  private free = none
  private used = 0
  private scheduled = 0
  private live = 0
  private cancelled = 0

  private readonly bottom = new EventQueue()
  /** Size at which the bottom is divided; more where the last try did not succeed. */
  private bottomLimit = bottomMax
  private readonly rungs: Rung[] = []
  private depth = 0
  private top = none
  private topCount = 0
  private topMax = Number.NEGATIVE_INFINITY
  /** Events after this time go to the top. */
  private topAfter = Number.NEGATIVE_INFINITY

  /** Events that will come up. */
  get pending(): number {
    return this.live
  }

  /** Slots in use, for events that will come up and for cancelled ones that nobody swept yet. */
  get held(): number {
    return this.live + this.cancelled
  }

  /** `kind` is 0 to 254. Errors: a time in the past, or one that is no number, breaks an invariant. */
  schedule(at: Ms, kind: number, subject: unknown): EventHandle {
    if (!(at >= this.now)) invariant(false, `an event is not in the past, found ${at} at ${this.now}`)
    let slot = this.free
    if (slot === none) {
      slot = this.used++
      if (slot === this.capacity) this.grow()
    } else this.free = this.cells[2 * slot]!
    const tag = this.cells[2 * slot + 1]! + kind + 1
    this.cells[2 * slot + 1] = tag
    this.keys[2 * slot] = at
    this.keys[2 * slot + 1] = this.scheduled++
    this.subjects[slot] = subject
    this.live++
    this.put(slot, at)
    return (tag >>> 8) * slotsMax + slot
  }

  /** False when the event has come up already or was cancelled before. */
  cancel(handle: EventHandle): boolean {
    const slot = handle % slotsMax
    const tag = this.cells[2 * slot + 1]!
    if ((tag & 255) === 0 || tag >>> 8 !== Math.floor(handle / slotsMax)) return false
    this.cells[2 * slot + 1] = tag & ~255
    this.subjects[slot] = undefined
    this.live--
    this.cancelled++
    if (this.cancelled > 64 && this.cancelled > 2 * this.live) this.sweep()
    return true
  }

  /** Moves to the next event not after `until`. False when there is none; then the time is `until` if that is finite. */
  next(until: Ms): boolean {
    const { bottom } = this
    while (bottom.length > 0 || this.refill()) {
      const at = bottom.firstTime
      if (at > until) break
      const slot = bottom.shift()
      const kind = this.cells[2 * slot + 1]! & 255
      if (kind === 0) {
        this.cancelled--
        this.release(slot)
        continue
      }
      this.now = at
      this.kind = kind - 1
      this.subject = this.subjects[slot]
      this.performed++
      this.live--
      this.release(slot)
      return true
    }
    if (Number.isFinite(until)) this.now = Math.max(this.now, until)
    return false
  }

  private release(slot: number): void {
    const { cells } = this
    this.subjects[slot] = undefined
    cells[2 * slot] = this.free
    cells[2 * slot + 1] = (cells[2 * slot + 1]! & ~255) + 256
    this.free = slot
  }

  private put(slot: number, at: Ms): void {
    if (at > this.topAfter) this.putOnTop(slot, at)
    else this.putBelow(slot, at)
  }

  private putOnTop(slot: number, at: Ms): void {
    // A few events need no ladder: they are sorted at once.
    if (this.depth === 0 && this.topCount === 0 && this.bottom.length < bottomUsual) {
      this.topAfter = at
      this.bottom.push(at, this.keys[2 * slot + 1]!, slot)
      return
    }
    this.cells[2 * slot] = this.top
    this.top = slot
    this.topCount++
    if (at > this.topMax) this.topMax = at
  }

  private putBelow(slot: number, at: Ms): void {
    for (let index = 0; index < this.depth; index++) if (this.rungs[index]!.put(slot, at, this.cells)) return
    this.bottom.push(at, this.keys[2 * slot + 1]!, slot)
    if (this.bottom.length > this.bottomLimit) this.divideBottom()
  }

  /** Brings the nearest events to the bottom. False when there are none. */
  private refill(): boolean {
    for (;;) {
      if (this.depth > 0) {
        const list = this.rungs[this.depth - 1]!.take()
        if (list === none) this.depth--
        else if (this.sort(list)) return true
      } else {
        if (this.topCount === 0) return false
        const list = this.top
        this.topAfter = this.topMax
        this.clearTop()
        if (this.sort(list)) return true
      }
    }
  }

  private clearTop(): void {
    this.top = none
    this.topCount = 0
    this.topMax = Number.NEGATIVE_INFINITY
  }

  /** Puts a list into the bottom, which is empty, if it is short, else into a rung of its own. True when something reached the bottom. */
  private sort(list: number): boolean {
    const { keys, cells, bottom } = this
    let slot = list
    for (let count = 0; slot !== none && count < bottomUsual; count++) {
      bottom.push(keys[2 * slot]!, keys[2 * slot + 1]!, slot)
      slot = cells[2 * slot]!
    }
    if (slot === none) return true
    bottom.clear()
    if (this.divide(list)) return false
    for (let rest = list; rest !== none; rest = cells[2 * rest]!)
      bottom.push(keys[2 * rest]!, keys[2 * rest + 1]!, rest)
    return true
  }

  /** Spreads a list over a new rung below the others. False when it cannot be divided. */
  private divide(list: number): boolean {
    if (this.depth === rungsMax) return false
    const { keys, cells } = this
    let count = 0
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    for (let slot = list; slot !== none; slot = cells[2 * slot]!) {
      const at = keys[2 * slot]!
      if (at < low) low = at
      if (at > high) high = at
      count++
    }
    this.rungs[this.depth] ??= new Rung()
    const rung = this.rungs[this.depth]!
    if (!rung.open(count, low, high)) return false
    this.depth++
    for (let slot = list; slot !== none; ) {
      const following = cells[2 * slot]!
      rung.put(slot, keys[2 * slot]!, cells)
      slot = following
    }
    return true
  }

  private divideBottom(): void {
    const { bottom, cells } = this
    let list = none
    const count = bottom.length
    for (let index = 0; index < count; index++) {
      const slot = bottom.slotAt(index)
      cells[2 * slot] = list
      list = slot
    }
    if (this.divide(list)) {
      bottom.clear()
      this.bottomLimit = bottomMax
    } else this.bottomLimit = 2 * count
  }

  /** Takes out all cancelled events. The others are put in again, which keeps it simple and costs O(pending). */
  private sweep(): void {
    const { keys, cells } = this
    const isFree = new Uint8Array(this.used)
    for (let slot = this.free; slot !== none; slot = cells[2 * slot]!) isFree[slot] = 1
    this.bottom.clear()
    this.depth = 0
    this.clearTop()
    this.topAfter = Number.NEGATIVE_INFINITY
    this.cancelled = 0
    for (let slot = 0; slot < this.used; slot++) {
      if ((cells[2 * slot + 1]! & 255) !== 0) this.put(slot, keys[2 * slot]!)
      else if (isFree[slot] === 0) this.release(slot)
    }
  }

  private grow(): void {
    invariant(this.capacity < slotsMax, `at most ${slotsMax} events can be pending`)
    this.capacity *= 2
    const { keys, cells } = this
    this.keys = new Float64Array(2 * this.capacity)
    this.cells = new Int32Array(2 * this.capacity)
    this.keys.set(keys)
    this.cells.set(cells)
  }
}
