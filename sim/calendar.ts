/**
 * Pending events in order of time; equal times keep the order in which they were scheduled.
 *
 * A binary heap whose keys (time, sequence) lie in typed arrays beside the slots, so a comparison touches no object. Cancelled events
 * are skipped when they come up.
 *
 * Shape  times, sequences: Float64Array[heap]; slots: Int32Array[heap]; kinds, subjects, generations by slot
 * Cost   schedule and next O(log pending), cancel O(1); no allocation but growth
 */
import { invariant } from '#core/invariant.ts'
import type { Ms } from '#core/units.ts'

/** Names one scheduled event: its slot and the generation of that slot. A handle of a past event cancels nothing. */
export type EventHandle = number

const generations = 4096

export class Calendar {
  now: Ms = 0
  /** Of the event taken last. */
  kind = 0
  subject: unknown = undefined
  /** Events performed so far. */
  performed = 0
  private capacity = 1024
  private times = new Float64Array(this.capacity)
  private sequences = new Float64Array(this.capacity)
  private slots = new Int32Array(this.capacity)
  private kinds = new Uint8Array(this.capacity)
  private generation = new Uint16Array(this.capacity)
  private isLive = new Uint8Array(this.capacity)
  private readonly subjects: unknown[] = []
  private readonly free: number[] = []
  private length = 0
  private used = 0
  private sequence = 0
  private cancelled = 0

  /** Events that will come up. */
  get pending(): number {
    return this.length - this.cancelled
  }

  schedule(at: Ms, kind: number, subject: unknown): EventHandle {
    invariant(at >= this.now, `an event is not in the past, found ${at} at ${this.now}`)
    if (this.length === this.capacity) this.grow()
    const slot = this.free.pop() ?? this.used++
    this.kinds[slot] = kind
    this.subjects[slot] = subject
    this.isLive[slot] = 1
    this.rise(this.length++, at, this.sequence++, slot)
    return slot * generations + this.generation[slot]!
  }

  cancel(handle: EventHandle): boolean {
    const slot = Math.floor(handle / generations)
    if (this.isLive[slot] === 0 || this.generation[slot] !== handle % generations) return false
    this.isLive[slot] = 0
    this.subjects[slot] = undefined
    this.cancelled++
    return true
  }

  /** Moves to the next event not after `until`. False when there is none; then the time is `until` if that is finite. */
  next(until: Ms): boolean {
    while (this.length > 0 && this.times[0]! <= until) {
      const at = this.times[0]!
      const slot = this.slots[0]!
      this.takeFirst()
      const isLive = this.isLive[slot] === 1
      const subject = this.subjects[slot]
      this.release(slot)
      if (!isLive) {
        this.cancelled--
        continue
      }
      this.now = at
      this.kind = this.kinds[slot]!
      this.subject = subject
      this.performed++
      return true
    }
    if (Number.isFinite(until)) this.now = Math.max(this.now, until)
    return false
  }

  private release(slot: number): void {
    this.isLive[slot] = 0
    this.subjects[slot] = undefined
    this.generation[slot] = (this.generation[slot]! + 1) % generations
    this.free.push(slot)
  }

  private rise(from: number, at: number, sequence: number, slot: number): void {
    const { times, sequences, slots } = this
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (times[parent]! <= at) break
      times[index] = times[parent]!
      sequences[index] = sequences[parent]!
      slots[index] = slots[parent]!
      index = parent
    }
    times[index] = at
    sequences[index] = sequence
    slots[index] = slot
  }

  private takeFirst(): void {
    const { times, sequences, slots } = this
    const last = --this.length
    const at = times[last]!
    const sequence = sequences[last]!
    const slot = slots[last]!
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= last) break
      const right = child + 1
      if (
        right < last &&
        (times[right]! < times[child]! ||
          (times[right] === times[child] && sequences[right]! < sequences[child]!))
      )
        child = right
      if (times[child]! > at || (times[child] === at && sequences[child]! > sequence)) break
      times[index] = times[child]!
      sequences[index] = sequences[child]!
      slots[index] = slots[child]!
      index = child
    }
    times[index] = at
    sequences[index] = sequence
    slots[index] = slot
  }

  private grow(): void {
    this.capacity *= 2
    this.times = enlarged(this.times, new Float64Array(this.capacity))
    this.sequences = enlarged(this.sequences, new Float64Array(this.capacity))
    this.slots = enlarged(this.slots, new Int32Array(this.capacity))
    this.kinds = enlarged(this.kinds, new Uint8Array(this.capacity))
    this.generation = enlarged(this.generation, new Uint16Array(this.capacity))
    this.isLive = enlarged(this.isLive, new Uint8Array(this.capacity))
  }
}

function enlarged<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from)
  return to
}
